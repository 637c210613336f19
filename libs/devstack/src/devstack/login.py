"""Signs a person in as a browser does: authorization code with PKCE through the login page."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2

from devstack.accounts import Account
from devstack.forms import first_form
from devstack.identity.applications import find_application

# Nobody listens there: the code is taken from the redirect, which is not followed.
REDIRECT_URI = "http://localhost:8081/auth/oidc/callback"
_SCOPES = "openid profile email"
_MOST_REDIRECTS = 10
_TIMEOUT_SECONDS = 15.0


class SignInFailed(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """The provider could not be reached, or refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What the token endpoint answered."""

    access_token: str
    id_token: str
    refresh_token: str


def browser(transport: httpx2.BaseTransport | None = None) -> httpx2.Client:
    """Make a client with a cookie jar that follows no redirect by itself."""
    # trust_env: a proxy has no business between two programs of one machine.
    return httpx2.Client(transport=transport, trust_env=False, timeout=_TIMEOUT_SECONDS)


def sign_in(
    account: Account, *, issuer: str, redirect_uri: str = REDIRECT_URI, client: httpx2.Client
) -> Tokens:
    """Sign the account in to its application and return the tokens."""
    try:
        return _SignIn(account, issuer, redirect_uri, client).run()
    except httpx2.TransportError as error:
        raise SignInFailed(f"the identity provider does not answer at {issuer}") from error


class _SignIn:
    def __init__(
        self, account: Account, issuer: str, redirect_uri: str, client: httpx2.Client
    ) -> None:
        self._account = account
        self._issuer = issuer
        self._redirect_uri = redirect_uri
        self._client = client
        self._verifier = secrets.token_urlsafe(48)
        self._state = secrets.token_urlsafe(16)

    def run(self) -> Tokens:
        provider = self._discover()
        page = self._visit(self._authorize_url(provider["authorization_endpoint"]))
        answer = page if self._is_callback(page) else self._submit_login(page)
        return self._redeem(provider["token_endpoint"], self._code(answer))

    def _discover(self) -> dict[str, str]:
        response = self._client.get(f"{self._issuer}.well-known/openid-configuration")
        if response.status_code != httpx2.codes.OK:
            raise SignInFailed(f"{self._issuer} is no issuer here: {response.status_code}")
        document: dict[str, str] = response.json()
        return document

    def _authorize_url(self, endpoint: str) -> str:
        digest = hashlib.sha256(self._verifier.encode()).digest()
        return str(
            httpx2.URL(
                endpoint,
                params={
                    "response_type": "code",
                    "client_id": self._account.client,
                    "redirect_uri": self._redirect_uri,
                    "scope": _SCOPES,
                    "state": self._state,
                    "nonce": secrets.token_urlsafe(16),
                    "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                    "code_challenge_method": "S256",
                },
            )
        )

    def _submit_login(self, page: httpx2.Response) -> httpx2.Response:
        form = first_form(page.text)
        if form is None or "password" not in form.fields:
            raise SignInFailed(f"no login form at {page.url}: {page.status_code}")
        fields = form.fields | {
            "username": self._account.username,
            "password": self._account.password,
        }
        response = self._client.post(urljoin(str(page.url), form.action), data=fields)
        answer = self._follow(response)
        if not self._is_callback(answer):
            raise SignInFailed(f"{self._account.username} was refused: {answer.status_code}")
        return answer

    def _visit(self, url: str) -> httpx2.Response:
        return self._follow(self._client.get(url))

    def _follow(self, response: httpx2.Response) -> httpx2.Response:
        """Follow redirects within the provider; stop at the one that leaves it."""
        for _ in range(_MOST_REDIRECTS):
            if not response.is_redirect or self._is_callback(response):
                return response
            target = urljoin(str(response.url), response.headers["location"])
            response = self._client.get(target)
        raise SignInFailed(f"{self._issuer} redirects in circles")

    def _is_callback(self, response: httpx2.Response) -> bool:
        return response.headers.get("location", "").startswith(self._redirect_uri)

    def _code(self, answer: httpx2.Response) -> str:
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        if "code" not in query:
            raise SignInFailed(f"no code: {query.get('error_description') or query.get('error')}")
        if query.get("state") != [self._state]:
            raise SignInFailed("the provider answered with another state")
        return query["code"][0]

    def _redeem(self, endpoint: str, code: str) -> Tokens:
        application = find_application(self._account.client)
        secret = application.secret if application else ""
        response = self._client.post(
            endpoint,
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._redirect_uri,
                "client_id": self._account.client,
                "code_verifier": self._verifier,
            }
            | ({"client_secret": secret} if secret else {}),
        )
        if response.status_code != httpx2.codes.OK:
            raise SignInFailed(f"the code was refused: {response.text}")
        document: dict[str, Any] = response.json()
        return Tokens(
            access_token=document["access_token"],
            id_token=document.get("id_token", ""),
            refresh_token=document.get("refresh_token", ""),
        )
