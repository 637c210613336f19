"""POST /application/o/token/: who asks."""

import base64

import pytest


def basic(client_id, secret):
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


class TestClient:
    PARTNER = "dezky-partner"
    SECRET = "dezky-partner-secret"

    async def redeem(self, browser, **changes):
        return await browser.redeem(await browser.code(client_id=self.PARTNER), **changes)

    async def test_confidential_by_header(self, signed_in):
        """client_secret_basic."""
        headers = basic(self.PARTNER, self.SECRET)
        response = await self.redeem(signed_in, client_id=None, headers=headers)
        assert response.status_code == 200

    async def test_confidential_by_form(self, signed_in):
        """client_secret_post."""
        response = await self.redeem(signed_in, client_id=self.PARTNER, client_secret=self.SECRET)
        assert response.status_code == 200

    @pytest.mark.parametrize(
        "changes",
        [
            {"client_id": "dezky-partner"},
            {"client_id": "dezky-partner", "client_secret": "wrong"},
            {"client_id": None, "headers": basic("dezky-partner", "wrong")},
            {"client_id": None, "headers": {"Authorization": "Basic !"}},
            {"client_id": None, "headers": {"Authorization": "Bearer x"}},
            {"client_id": None},
            {"client_id": "unknown"},
            {"client_id": "dezky-portal", "client_secret": "a public client has none"},
        ],
    )
    async def test_wrong_secrets(self, signed_in, changes):
        """401 with a challenge (RFC 6749 §5.2), and the code is not used up by it."""
        response = await self.redeem(signed_in, **changes)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
        assert response.headers["www-authenticate"].startswith("Basic")

    async def test_one_way_only(self, signed_in):
        """Header and form together are one too many (RFC 6749 §2.3)."""
        response = await self.redeem(
            signed_in, client_secret=self.SECRET, headers=basic(self.PARTNER, self.SECRET)
        )
        assert response.json()["error"] == "invalid_request"

    async def test_header_and_form_agree(self, signed_in):
        """Two different clients are none."""
        response = await self.redeem(
            signed_in, client_id="dezky-portal", headers=basic(self.PARTNER, self.SECRET)
        )
        assert response.json()["error"] == "invalid_request"
