"""Receivers that listen, and a supervisor that forwards to them."""

import asyncio
import json
from functools import partial

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from audit.following.follower import Follower
from audit.following.log import Log
from audit.following.store import FollowingStore
from audit.forwarding.editing import Editing
from audit.forwarding.forwarder import Forwarder
from audit.forwarding.kinds import Kinds
from audit.forwarding.secrets import Secrets
from audit.forwarding.store import PlaceStore, SinkStore
from audit.forwarding.supervisor import Supervisor
from audit.persons.master import MasterKeys
from audit.query.lookup import Lookup
from audit.retention.reading import ArchivedEntries
from audit.retention.store import RetentionStore
from audit.sealing.store import SealStore, StoredLease
from audit.vocabulary.store import Vocabulary
from bus import Client
from bus.backoff import Backoff
from chassis import now
from chassis.ending import end
from chassis.lease import Lease
from contracts.audit.v1 import CreateSinkRequest, GetSinkRequest, SinkServiceClient
from sinks.guard import Guard

PAID = "audit.billing.acme.invoice.paid"


class Receiver:
    """Takes messages at any path, or doesn't; remembers the entries of each path."""

    def __init__(self):
        self.indexes = {}
        self.requests = []
        self.refusing = set()
        # Those that never answer.
        self.silent = set()

    async def take(self, request):
        body = await request.read()
        self.requests.append((request.path, dict(request.headers), body))
        if request.path in self.silent:
            await asyncio.Event().wait()
        if request.path in self.refusing:
            return web.Response(status=503)
        said = json.loads(body)
        entries = said["data"]["entries"]
        self.indexes.setdefault(request.path, []).extend(one.get("index") for one in entries)
        return web.Response()


@pytest.fixture
def receiver():
    return Receiver()


@pytest_asyncio.fixture
async def url(receiver):
    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", receiver.take)
    async with TestServer(application, shutdown_timeout=0.1) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.fixture
def sinks(timeline):
    return SinkServiceClient(Client(timeline.connection))


@pytest.fixture
def add(sinks, url):
    """Add a sink at a path of the receiver; return it."""

    async def add(path="/a", **more):
        asked = {"name": f"Sink {path}", "kind": "https", "url": f"{url}{path}", **more}
        return (await sinks.create_sink(CreateSinkRequest(**asked))).sink

    return add


@pytest.fixture
def health(sinks):
    async def health(identity):
        return (await sinks.get_sink(GetSinkRequest(id=identity))).sink.health

    return health


@pytest.fixture
def tell(timeline):
    """Record so many entries, every third of globex, and seal them."""

    async def tell(count=6):
        subjects = [
            PAID if number % 3 else PAID.replace("acme", "globex") for number in range(count)
        ]
        await timeline.record(*map(timeline.delivery, subjects))
        await timeline.sealed()

    return tell


@pytest.fixture
def supervisor(timeline, archive):
    """Make what forwards, as another instance would, in haste."""

    def supervisor(holder="one", folder=None):
        store, places = SinkStore(timeline.chassis.outbox), PlaceStore()
        lookup = Lookup(timeline.veil, Vocabulary())
        archived = ArchivedEntries(RetentionStore(timeline.chassis.outbox), archive, timeline.veil)
        follower = Follower(
            Log(SealStore(), look_seconds=0.01), FollowingStore(lookup, timeline.veil, archived)
        )
        secrets = Secrets(MasterKeys.read(timeline.chassis.settings.master_keys))
        editing = Editing(Kinds(Guard(), folder=folder), secrets, clock=now)
        backoff = Backoff(first_seconds=0.01, ceiling_seconds=0.05)

        def make(sink):
            return Forwarder(
                sink,
                editing.stream(sink),
                follower=follower,
                places=places,
                backoff=backoff,
                gather_seconds=0,
            )

        def lease(sink_id):
            return Lease(StoredLease(sink_id), name=sink_id, holder=holder, seconds=0.3)

        return Supervisor(store, make=make, lease=lease, look_seconds=0.02)

    return supervisor


@pytest_asyncio.fixture
async def forwarding(supervisor):
    """Give what starts to forward, and what kills it."""
    running = []

    async def start(*args, **more):
        running.append(asyncio.create_task(supervisor(*args, **more).run()))
        return partial(end, [running[-1]])

    yield start
    await end(running)
