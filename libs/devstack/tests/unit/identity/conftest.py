"""The provider without a socket, and a browser that walks through it."""

import asyncio
import base64
import hashlib
import re
import shutil
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from devstack.identity.app import create_app
from devstack.identity.provider import Provider
from devstack.identity.settings import Settings
from pydantic import SecretStr

BASE = "http://localhost:8083"
NOW = 1_780_000_000.0
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:43]
CALLBACK = "http://localhost:8081/auth/oidc/callback"
API_TOKEN = "test-api-token"


class Browser:
    """One person's browser, with cookies, at one provider."""

    def __init__(self, app, *, address="127.0.0.1"):
        transport = httpx2.ASGITransport(app=app, client=(address, 50_000))
        self.http = httpx2.AsyncClient(transport=transport, base_url=BASE)
        self.provider = app.state.provider

    async def authorize(self, **changes):
        """Ask for a code; a parameter set to None is left out."""
        question = {
            "client_id": "dezky-portal",
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": "openid email profile offline_access",
            "state": "s-1",
            "nonce": "n-1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        } | changes
        parameters = {name: value for name, value in question.items() if value is not None}
        return await self.http.get("/application/o/authorize/", params=parameters)

    async def log_in(self, username="acme-admin", password=None, onward="/"):
        """Fill in the login page and send it."""
        page = await self.http.get("/login/", params={"next": onward})
        form = {
            "csrf": re.search(r'name="csrf" value="([^"]+)"', page.text)[1],
            "next": onward,
            "username": username,
            "password": f"dezky-{username}" if password is None else password,
        }
        return await self.http.post("/login/", data=form)

    async def code(self, **changes):
        """Return a fresh code; somebody must be signed in."""
        return answer_of(await self.authorize(**changes))["code"]

    async def token(self, **form):
        """Post to the token endpoint as the portal; None leaves a field out."""
        form = {"client_id": "dezky-portal"} | form
        form = {name: value for name, value in form.items() if value is not None}
        headers = form.pop("headers", {})
        return await self.http.post("/application/o/token/", data=form, headers=headers)

    async def redeem(self, code, /, **changes):
        """Trade a code for tokens."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
        }
        return await self.token(**(form | changes))

    async def refresh(self, refresh_token, **changes):
        """Trade a refresh token for tokens."""
        return await self.token(grant_type="refresh_token", refresh_token=refresh_token, **changes)

    async def tokens(self, **changes):
        """Return the tokens of a fresh code; somebody must be signed in."""
        return (await self.redeem(await self.code(**changes))).json()


def answer_of(response):
    """Read what a redirect to the application says."""
    assert response.status_code == 302, response.text
    assert response.headers["location"].startswith(CALLBACK)
    return dict(parse_qsl(urlsplit(response.headers["location"]).query))


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """Make keys and accounts once: both take their time on purpose."""
    folder = tmp_path_factory.mktemp("seeded")
    provider = Provider.build(Settings(data=folder))
    asyncio.run(provider.start())
    provider.store.close()
    return folder


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(seeded, tmp_path):
    shutil.copytree(seeded, tmp_path / "data")
    return Settings(data=tmp_path / "data", api_token=SecretStr(API_TOKEN))


@pytest.fixture
async def app(settings, clock):
    app = create_app(settings, now=clock)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def browser(app):
    browser = Browser(app)
    async with browser.http:
        yield browser


@pytest.fixture
async def other_browser(app):
    browser = Browser(app, address="203.0.113.9")
    async with browser.http:
        yield browser


@pytest.fixture
async def signed_in(browser):
    """Sign acme-admin in."""
    await browser.log_in()
    return browser
