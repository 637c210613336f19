"""The provider as a process of its own, on a free port."""

import aiohttp
import pytest
from devstack.accounts import account
from devstack.doors import identity
from devstack.ingest import IDENTITY_API_TOKEN
from devstack.layout import Layout
from devstack.login import browser, sign_in
from identity import Clock, HttpFetch, Issuer, Verifier


class RunningProvider:
    """A provider's process, and what people do with it."""

    def __init__(self, layout):
        self.layout = layout
        self.process = identity(layout)
        self.url = layout.identity_url
        self.http = browser()

    def sign_in(self, username):
        """Sign in through the login page, with a browser of its own."""
        person = account(username)
        with browser() as client:
            return sign_in(person, issuer=self.layout.issuer(person.client), client=client)

    def kids(self):
        """List the published keys."""
        return [one["kid"] for one in self.get("/application/o/dezky-portal/jwks/")["keys"]]

    def get(self, path, **arguments):
        response = self.http.get(f"{self.url}{path}", **arguments)
        response.raise_for_status()
        return response.json()

    def post(self, path, **arguments):
        response = self.http.post(f"{self.url}{path}", **arguments)
        response.raise_for_status()
        return response.json()

    def events(self, action):
        """List the events of an action, newest first."""
        headers = {"Authorization": f"Bearer {IDENTITY_API_TOKEN}"}
        path = f"/api/v3/events/events/?actions={action}"
        return self.get(path, headers=headers)["results"]


@pytest.fixture
def provider(tmp_path):
    """Start a provider of one's own: its keys may be rotated and its process killed."""
    provider = RunningProvider(Layout.on_free_ports(tmp_path))
    provider.process.start()
    yield provider
    provider.http.close()
    provider.process.stop()


class SteadyClock:
    """Real time for tokens, moved by hand for the key cache."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def steady():
    return SteadyClock()


@pytest.fixture
async def verifier(provider, steady):
    """Verify what this provider signs, as the gateway does."""
    issuers = [Issuer.model_validate(one) for one in provider.layout.issuers]
    async with aiohttp.ClientSession() as session:
        verifier = Verifier(issuers, HttpFetch(session), clock=Clock(steady=steady))
        yield verifier
        await verifier.aclose()
