"""GET and POST /application/o/userinfo/."""

import pytest


async def ask(browser, token, method="GET"):
    headers = {"Authorization": f"Bearer {token}"}
    return await browser.http.request(method, "/application/o/userinfo/", headers=headers)


class TestUserinfo:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    async def test_tells_who_it_is(self, signed_in, method):
        """By the token's scopes."""
        tokens = await signed_in.tokens(scope="openid email")
        response = await ask(signed_in, tokens["access_token"], method)
        told = response.json()
        assert len(told.pop("sub")) == 64
        assert told == {"email": "admin@acme.localhost", "email_verified": True}

    async def test_refuses_id_tokens(self, signed_in):
        """They open nothing."""
        response = await ask(signed_in, (await signed_in.tokens())["id_token"])
        assert response.status_code == 401

    @pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.e30"])
    async def test_refuses_rubbish(self, browser, token):
        """With a challenge (RFC 6750 §3)."""
        response = await ask(browser, token)
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")

    async def test_refuses_expired_tokens(self, signed_in, clock):
        """After five minutes."""
        token = (await signed_in.tokens())["access_token"]
        clock.now += 300
        assert (await ask(signed_in, token)).status_code == 401

    async def test_refuses_after_logout(self, signed_in):
        """The session is over, and so is what it vouched for."""
        tokens = await signed_in.tokens()
        await signed_in.http.get(
            "/application/o/dezky-portal/end-session/",
            params={"id_token_hint": tokens["id_token"]},
        )
        assert (await ask(signed_in, tokens["access_token"])).status_code == 401
