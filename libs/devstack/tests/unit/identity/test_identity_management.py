"""/-/ and the metadata."""

import pytest

ACCOUNT = {"username": "li.wei", "email": "li.wei@acme.localhost", "password": "p"}


class TestHealth:
    @pytest.mark.parametrize("kind", ["live", "ready"])
    async def test_answers(self, browser, kind):
        """200 without a body or a token."""
        response = await browser.http.get(f"/-/health/{kind}/")
        assert (response.status_code, response.content) == (200, b"")

    async def test_is_not_ready_without_its_store(self, browser):
        """503 when nothing can be read."""
        browser.provider.store.close()
        assert (await browser.http.get("/-/health/ready/")).status_code == 503
        assert (await browser.http.get("/-/health/live/")).status_code == 200


class TestSaveAccount:
    async def test_creates(self, browser):
        """The answer has the number and the subject that tests need; the account signs in."""
        response = await browser.http.post("/-/accounts", json=ACCOUNT)
        assert response.status_code == 201
        assert response.json().keys() == {"pk", "username", "subject"}
        assert (await browser.log_in("li.wei", "p")).status_code == 303

    async def test_replaces(self, browser):
        """The same name again changes it; number and subject stay."""
        first = (await browser.http.post("/-/accounts", json=ACCOUNT)).json()
        second = await browser.http.post("/-/accounts", json=ACCOUNT | {"password": "q"})
        assert (second.status_code, second.json()) == (200, first)
        assert (await browser.log_in("li.wei", "p")).status_code == 401
        assert (await browser.log_in("li.wei", "q")).status_code == 303

    async def test_sets_what_tokens_say(self, browser):
        """Groups and emailVerified arrive in the claims."""
        await browser.http.post(
            "/-/accounts", json=ACCOUNT | {"groups": ["a", "b"], "emailVerified": False}
        )
        await browser.log_in("li.wei", "p")
        token = (await browser.tokens())["access_token"]
        claims = browser.provider.keys.claims_of(token)
        assert (claims["groups"], claims["email_verified"]) == (["a", "b"], False)

    @pytest.mark.parametrize(
        "change", [{"username": ""}, {"username": "a@b"}, {"email": "x"}, {"password": ""},
                   {"unknown": 1}, {"groups": "admins"}],
    )  # fmt: skip
    async def test_refuses_nonsense(self, browser, change):
        """422, and the password is not told back."""
        body = ACCOUNT | {"password": "not-told"} | change
        response = await browser.http.post("/-/accounts", json=body)
        assert response.status_code == 422
        assert "not-told" not in response.text


class TestIsLocal:
    @pytest.mark.parametrize("path", ["/-/rotate", "/-/accounts"])
    async def test_other_machines_stay_out(self, other_browser, path):
        """Management is for this machine."""
        assert (await other_browser.http.post(path, json=ACCOUNT)).status_code == 403

    @pytest.mark.parametrize("path", ["/-/rotate", "/-/accounts"])
    async def test_pages_stay_out(self, browser, path):
        """A site open in this machine's browser is not this machine."""
        headers = {"Origin": "https://evil.test"}
        response = await browser.http.post(path, json=ACCOUNT, headers=headers)
        assert response.status_code == 403


class TestConfiguration:
    @pytest.mark.parametrize("slug", ["dezky-operator", "dezky-portal", "dezky-partner"])
    async def test_names_its_issuer(self, browser, slug):
        """Own issuer and keys' address per application, shared endpoints, as in authentik."""
        issuer = f"http://localhost:8083/application/o/{slug}/"
        path = f"/application/o/{slug}/.well-known/openid-configuration"
        metadata = (await browser.http.get(path)).json()
        assert metadata["issuer"] == issuer
        assert metadata["jwks_uri"] == f"{issuer}jwks/"
        assert metadata["end_session_endpoint"] == f"{issuer}end-session/"
        assert metadata["token_endpoint"] == "http://localhost:8083/application/o/token/"
        assert metadata["code_challenge_methods_supported"] == ["S256"]
        assert metadata["authorization_response_iss_parameter_supported"] is True
        assert "none" not in metadata["id_token_signing_alg_values_supported"]

    async def test_the_issuer_leads_to_it(self, browser):
        """As in authentik."""
        response = await browser.http.get("/application/o/dezky-portal/")
        assert response.headers["location"] == (
            "/application/o/dezky-portal/.well-known/openid-configuration"
        )

    @pytest.mark.parametrize("path", ["jwks/", ".well-known/openid-configuration"])
    async def test_unknown_applications(self, browser, path):
        """404."""
        assert (await browser.http.get(f"/application/o/unknown/{path}")).status_code == 404
