"""The stand-ins on real sockets, and the clients that speak to them."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import aiohttp
import httpx2
import pytest
import pytest_asyncio
from devstack.identity.app import create_app as create_identity
from devstack.identity.settings import Settings as IdentitySettings
from devstack.serving import served
from devstack.standins.app import create_app as create_standins
from devstack.standins.settings import Settings as StandinsSettings
from pydantic import SecretStr
from tenant.provisioning.breaker import Breaker
from tenant.provisioning.http import Http
from tenant.provisioning.memory.documents import RememberedDocument
from tenant.provisioning.memory.store import MemoryStore
from tenant.provisioning.reconciler import Reconciler
from tenant.provisioning.target import Person, Target

SECRET = "provisioning-secret"


class Outside:
    """What a test sees of the stand-ins, and does to them behind our back."""

    def __init__(self, authentik: str, others: str) -> None:
        self.authentik_url = authentik
        self.others_url = others
        self.stalwart_url, self.ocis_url = f"{others}/stalwart", f"{others}/ocis"
        self._http = httpx2.Client(trust_env=False, timeout=20.0)

    def mishaps(self, *told: dict, of: str = "others", seed: int = 0) -> None:
        """Let these happen to the next requests, and no others."""
        url = self.others_url if of == "others" else self.authentik_url
        self._http.put(f"{url}/-/mishaps?seed={seed}", json=list(told)).raise_for_status()

    def struck(self, of: str = "others") -> list[int]:
        """Return how often each has happened."""
        url = self.others_url if of == "others" else self.authentik_url
        return [one["struck"] for one in self._http.get(f"{url}/-/mishaps").json()]

    def objects(self, kind: str) -> list[dict]:
        """Return what Stalwart or oCIS keep."""
        return self._http.get(f"{self.others_url}/-/objects").json()[kind]

    def put(self, kind: str, identity: str, **values) -> None:
        """Change something there, as its own administrator would."""
        self._http.patch(f"{self.others_url}/-/objects/{kind}/{identity}", json=values)

    def drop(self, kind: str, identity: str) -> None:
        """Remove something there."""
        self._http.delete(f"{self.others_url}/-/objects/{kind}/{identity}").raise_for_status()

    def api(self, method: str, path: str, body=None, **query):
        """Call authentik's own API, as its administrator would."""
        answer = self._http.request(
            method,
            f"{self.authentik_url}/api/v3{path}",
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {SECRET}"},
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def found(self, path: str, **query) -> list[dict]:
        """List what authentik has."""
        return self.api("GET", path, page_size=100, **query)["results"]

    def close(self) -> None:
        self._http.close()


@pytest.fixture(scope="session")
def standins(tmp_path_factory) -> Iterator[Outside]:
    """Give the stand-ins of this test process."""
    folder = tmp_path_factory.mktemp("standins")
    secret = SecretStr(SECRET)
    identity = IdentitySettings(data=folder / "identity", api_token=secret)
    others = StandinsSettings(data=folder / "others", secret=secret)
    with (
        served(create_identity(identity)) as authentik_url,
        served(create_standins(others)) as others_url,
    ):
        outside = Outside(authentik_url, others_url)
        yield outside
        outside.close()


@pytest.fixture
def outside(standins) -> Iterator[Outside]:
    """Give the stand-ins, to whom nothing happens unless the test says so."""
    yield standins
    standins.mishaps(of="others")
    standins.mishaps(of="authentik")


@pytest_asyncio.fixture
async def session():
    """Give what HTTP clients share."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def http(session):
    """Give what makes an HTTP client of one system."""

    async def at_once(_seconds):
        return

    def http(url, *, secret=SECRET, timeout_seconds=5.0):
        headers = {"Authorization": f"Bearer {secret}"}
        return Http(
            session,
            url,
            name="the system",
            headers=headers,
            timeout_seconds=timeout_seconds,
            pause=at_once,
        )

    return http


@pytest_asyncio.fixture
async def memories(prepare):
    """Give an empty memory."""
    await prepare([RememberedDocument])
    return MemoryStore()


@pytest.fixture
def reconciler(memories):
    """Give what makes a reconciler of a system."""

    def reconciler(system, *, settle_seconds=0.0):
        return Reconciler(system, memories, Breaker(), settle=timedelta(seconds=settle_seconds))

    return reconciler


@pytest.fixture
def target():
    """Give what makes a tenant that nobody has heard of yet."""
    number = uuid.uuid4().hex[:8]

    def target(*, slug=f"acme-{number}", people=("ann", "bob"), domains=("example",), **changes):
        domains = tuple(f"{slug}.{domain}" for domain in domains)
        everybody = tuple(
            one
            if isinstance(one, Person)
            else Person(f"{one}@{slug}.example", one.title(), "owner" if one == "ann" else "member")
            for one in people
        )
        facts = {"tenant_id": str(uuid.uuid5(uuid.NAMESPACE_DNS, slug)), "access": "open"}
        made = Target(slug=slug, name=slug.title(), domains=domains, people=everybody, **facts)
        return replace(made, **changes)

    return target


@pytest.fixture
def suspended():
    """Give what suspends a tenant: its people may sign in nowhere."""

    def suspended(target):
        closed = (replace(person, may_sign_in=False) for person in target.people)
        return replace(target, access="closed", people=tuple(closed))

    return suspended
