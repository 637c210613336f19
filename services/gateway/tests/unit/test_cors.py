"""Scripts of other origins."""

import pytest

ORIGIN = "https://portal.dezky.test"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}


@pytest.fixture
async def client(started):
    async with started(cors_origins=(ORIGIN,)) as gateway:
        yield gateway.client


class TestCors:
    async def test_configured_origin_may_ask(self, client):
        """With what a change needs."""
        headers = PREFLIGHT | {"Access-Control-Request-Headers": "authorization,if-match"}
        response = await client.options("/tenants/acme", headers=headers)
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == ORIGIN

    async def test_other_origin_is_refused(self, client):
        """As a problem, like every refusal."""
        headers = PREFLIGHT | {"Origin": "https://evil.test"}
        response = await client.options("/tenants/acme", headers=headers)
        assert (response.status_code, response.json()["reason"]) == (403, "origin_refused")
        assert "access-control-allow-origin" not in response.headers

    async def test_answers_show_their_headers(self, client):
        """A script may read the ETag, of refusals too it may read the reason."""
        response = await client.get("/me", headers={"Origin": ORIGIN})
        assert response.status_code == 401
        assert "ETag" in response.headers["access-control-expose-headers"]

    async def test_nobody_may_without_a_setting(self, gateway):
        """Closed by default."""
        response = await gateway.client.options("/tenants/acme", headers=PREFLIGHT)
        assert response.status_code == 405
