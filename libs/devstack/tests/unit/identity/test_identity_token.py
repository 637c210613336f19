"""POST /application/o/token/: authorization codes."""

import pytest

CALLBACK = "http://localhost:8081/auth/oidc/callback"


class TestCode:
    async def test_gives_tokens(self, signed_in):
        """Access token, ID token and, with offline_access, a refresh token; never cached."""
        response = await signed_in.redeem(await signed_in.code())
        assert response.status_code == 200
        assert response.headers["cache-control"] == "no-store"
        tokens = response.json()
        assert tokens.keys() >= {"access_token", "id_token", "refresh_token"}
        assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 300)

    async def test_refresh_tokens_are_asked_for(self, signed_in):
        """Without offline_access there is none, as in authentik since 2024.2."""
        assert "refresh_token" not in await signed_in.tokens(scope="openid")

    async def test_id_tokens_are_asked_for(self, signed_in):
        """Without openid it is plain OAuth."""
        assert "id_token" not in await signed_in.tokens(scope="profile")

    @pytest.mark.parametrize(
        "changes",
        [
            {"code": "unknown"},
            {"code": None},
            {"redirect_uri": "http://localhost:8081/elsewhere"},
            {"redirect_uri": None},
            {"code_verifier": "w" * 43},
            {"client_id": "dezky-partner", "client_secret": "dezky-partner-secret"},
        ],
    )
    async def test_refuses_what_does_not_fit(self, signed_in, changes):
        """Code, address, verifier and client belong together."""
        response = await signed_in.redeem(await signed_in.code(), **changes)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")

    @pytest.mark.parametrize("verifier", [None, "", "short", "v" * 129, "ü" * 43])
    async def test_needs_a_proper_verifier(self, signed_in, verifier):
        """PKCE is not optional (RFC 7636 §4.1)."""
        response = await signed_in.redeem(await signed_in.code(), code_verifier=verifier)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")

    async def test_a_failed_attempt_uses_the_code_up(self, signed_in):
        """Whoever guesses at the verifier has one try."""
        code = await signed_in.code()
        await signed_in.redeem(code, code_verifier="w" * 43)
        assert (await signed_in.redeem(code)).json()["error"] == "invalid_grant"

    async def test_codes_work_once(self, signed_in):
        """The second use ends what came of the first (RFC 6749 §4.1.2)."""
        code = await signed_in.code()
        first = (await signed_in.redeem(code)).json()
        assert (await signed_in.redeem(code)).json()["error"] == "invalid_grant"
        response = await signed_in.refresh(first["refresh_token"])
        assert response.json()["error"] == "invalid_grant"

    async def test_codes_last_a_minute(self, signed_in, clock):
        """A code in a log or a history is soon worth nothing."""
        code = await signed_in.code()
        clock.now += 60
        assert (await signed_in.redeem(code)).json()["error"] == "invalid_grant"

    async def test_the_store_holds_no_codes(self, signed_in):
        """Nobody signs in with what is in the file."""
        code = await signed_in.code()
        rows = signed_in.provider.store.all("SELECT * FROM codes")
        assert rows
        assert all(code not in str(tuple(row)) for row in rows)


class TestRequest:
    @pytest.mark.parametrize("grant_type", [None, "password", "client_credentials", "implicit"])
    async def test_knows_two_grants(self, browser, grant_type):
        """Everything else is refused by name."""
        response = await browser.token(grant_type=grant_type)
        assert response.json()["error"] == "unsupported_grant_type"

    async def test_reads_forms_only(self, browser):
        """RFC 6749 §4.1.3; JSON could come from any page without a preflight question."""
        response = await browser.http.post("/application/o/token/", json={"grant_type": "x"})
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")

    async def test_parameters_stand_once(self, browser):
        """RFC 6749 §3.2."""
        response = await browser.http.post(
            "/application/o/token/",
            content="client_id=dezky-portal&client_id=dezky-operator",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert response.json()["error"] == "invalid_request"

    async def test_is_not_for_get(self, browser):
        """Secrets do not belong in addresses."""
        assert (await browser.http.get("/application/o/token/")).status_code == 404
