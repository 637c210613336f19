"""Signing in as a browser does."""

import base64
import hashlib
from urllib.parse import parse_qs

import httpx2
import pytest
from devstack.accounts import account
from devstack.login import SignInFailed, browser, sign_in

_ISSUER = "http://id/application/o/dezky-operator/"
_FORM = """<form method="post" action="/flow?step=2"><input type="hidden" name="csrf" value="42">
<input name="username"><input name="password" type="password"></form>"""


class FakeProvider:
    """One issuer with a login page; a code is worth a token to who knows the verifier."""

    def __init__(self):
        self.query = {}
        self.state_suffix = ""

    def __call__(self, request):
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        match request.url.path:
            case "/application/o/dezky-operator/.well-known/openid-configuration":
                return httpx2.Response(
                    200,
                    json={
                        "authorization_endpoint": "http://id/authorize",
                        "token_endpoint": "http://id/token",
                    },
                )
            case "/authorize":
                self.query = dict(request.url.params)
                return httpx2.Response(
                    302, headers={"location": "/flow", "set-cookie": "session=s1"}
                )
            case "/flow":
                return self._flow(request, form)
            case "/token":
                return self._token(form)
        return httpx2.Response(404)

    def _flow(self, request, form):
        if request.method == "GET" or "session=s1" not in request.headers.get("cookie", ""):
            return httpx2.Response(200, text=_FORM)
        expected = {"csrf": "42", "username": "operator", "password": "dezky-operator"}
        if form != expected:
            return httpx2.Response(200, text=_FORM)
        state = self.query["state"] + self.state_suffix
        location = f"{self.query['redirect_uri']}?code=c1&state={state}"
        return httpx2.Response(302, headers={"location": location})

    def _token(self, form):
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != self.query["code_challenge"] or form["code"] != "c1":
            return httpx2.Response(400, json={"error": "invalid_grant"})
        return httpx2.Response(200, json={"access_token": "real", "id_token": "id"})


@pytest.fixture
def provider():
    return FakeProvider()


@pytest.fixture
def client(provider):
    with browser(httpx2.MockTransport(provider)) as client:
        yield client


class TestSignIn:
    def test_returns_the_access_token(self, client):
        """The whole flow ends with a token: cookie, hidden fields, redirects and PKCE included."""
        assert sign_in(account("operator"), issuer=_ISSUER, client=client).access_token == "real"

    def test_asks_for_the_applications_audience(self, client, provider):
        """An account signs in to its own application."""
        sign_in(account("operator"), issuer=_ISSUER, client=client)
        assert provider.query["client_id"] == "dezky-operator"

    def test_tells_who_was_refused(self, client):
        """An account that this provider doesn't know is refused by name."""
        with pytest.raises(SignInFailed, match="acme-admin was refused"):
            sign_in(account("acme-admin"), issuer=_ISSUER, client=client)

    def test_refuses_the_answer_to_another_question(self, client, provider):
        """A callback with a foreign state is not accepted."""
        provider.state_suffix = "x"
        with pytest.raises(SignInFailed, match="another state"):
            sign_in(account("operator"), issuer=_ISSUER, client=client)

    def test_tells_that_the_issuer_is_unknown(self, client):
        """A wrong address is named."""
        with pytest.raises(SignInFailed, match="http://id/nowhere/ is no issuer here: 404"):
            sign_in(account("operator"), issuer="http://id/nowhere/", client=client)

    def test_tells_that_nobody_answers(self):
        """A provider that is down is named, too."""

        def refuse(request):
            raise httpx2.ConnectError("refused", request=request)

        with (
            browser(httpx2.MockTransport(refuse)) as client,
            pytest.raises(SignInFailed, match="does not answer"),
        ):
            sign_in(account("operator"), issuer=_ISSUER, client=client)
