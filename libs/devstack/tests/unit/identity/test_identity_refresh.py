"""Refresh tokens: rotated, and watched for theft."""

import pytest
from joserfc.util import json_b64decode


def claims(token):
    return json_b64decode(token.split(".")[1].encode())


class TestRefresh:
    async def test_gives_new_tokens(self, signed_in, clock):
        """The sign-in's time stays, the nonce was for the first ID token alone."""
        first = await signed_in.tokens()
        clock.now += 600
        second = (await signed_in.refresh(first["refresh_token"])).json()
        assert second["refresh_token"] != first["refresh_token"]
        was, new = claims(first["id_token"]), claims(second["id_token"])
        assert (new["sub"], new["auth_time"]) == (was["sub"], was["auth_time"])
        assert (was["nonce"], new.get("nonce")) == ("n-1", None)
        assert new["iat"] == was["iat"] + 600

    async def test_knows_the_account_as_it_is_now(self, signed_in):
        """A group taken away is gone at the next refresh."""
        first = await signed_in.tokens()
        account = {"username": "acme-admin", "email": "new@acme.localhost", "password": "p"}
        await signed_in.http.post("/-/accounts", json=account | {"groups": ["new"]})
        second = (await signed_in.refresh(first["refresh_token"])).json()
        assert claims(second["access_token"])["groups"] == ["new"]
        assert claims(second["access_token"])["email"] == "new@acme.localhost"

    async def test_rotates(self, signed_in):
        """Each works once, the next one goes on."""
        token = (await signed_in.tokens())["refresh_token"]
        for _ in range(3):
            response = await signed_in.refresh(token)
            assert response.status_code == 200
            token = response.json()["refresh_token"]

    async def test_reuse_ends_the_family(self, signed_in):
        """Two have had it and one of them stole it: neither goes on."""
        stolen = (await signed_in.tokens())["refresh_token"]
        successor = (await signed_in.refresh(stolen)).json()["refresh_token"]
        assert (await signed_in.refresh(stolen)).json()["error"] == "invalid_grant"
        assert (await signed_in.refresh(successor)).json()["error"] == "invalid_grant"

    async def test_reuse_ends_no_other_family(self, signed_in):
        """Another sign-in of the same person is not touched."""
        stolen = (await signed_in.tokens())["refresh_token"]
        other = (await signed_in.tokens())["refresh_token"]
        await signed_in.refresh(stolen)
        await signed_in.refresh(stolen)
        assert (await signed_in.refresh(other)).status_code == 200

    async def test_belongs_to_its_client(self, signed_in):
        """Another application cannot use it, nor use it up."""
        token = (await signed_in.tokens())["refresh_token"]
        response = await signed_in.refresh(token, client_id="dezky-operator")
        assert response.json()["error"] == "invalid_grant"
        assert (await signed_in.refresh(token)).status_code == 200

    @pytest.mark.parametrize("token", [None, "", "unknown"])
    async def test_refuses_strangers(self, signed_in, token):
        """Nothing and nonsense refresh nothing."""
        assert (await signed_in.refresh(token)).json()["error"] == "invalid_grant"

    async def test_expires(self, signed_in, clock):
        """After thirty days of silence the person signs in again."""
        token = (await signed_in.tokens())["refresh_token"]
        clock.now += 30 * 86_400
        assert (await signed_in.refresh(token)).json()["error"] == "invalid_grant"

    async def test_ends_with_the_account(self, signed_in):
        """A deactivated account refreshes nothing, and its family is over."""
        token = (await signed_in.tokens())["refresh_token"]
        account = {"username": "acme-admin", "email": "a@acme.localhost", "password": "p"}
        await signed_in.http.post("/-/accounts", json=account | {"isActive": False})
        assert (await signed_in.refresh(token)).json()["error"] == "invalid_grant"
        await signed_in.http.post("/-/accounts", json=account)
        assert (await signed_in.refresh(token)).json()["error"] == "invalid_grant"

    async def test_ends_with_the_group(self, browser):
        """Whoever leaves the restricted application's group is out at the next refresh."""
        await browser.log_in("operator", "dezky-operator")
        code = await browser.code(client_id="dezky-operator")
        tokens = (await browser.redeem(code, client_id="dezky-operator")).json()
        account = {"username": "operator", "email": "o@dezky.localhost", "password": "p"}
        await browser.http.post("/-/accounts", json=account | {"groups": []})
        response = await browser.refresh(tokens["refresh_token"], client_id="dezky-operator")
        assert response.json()["error"] == "invalid_grant"
