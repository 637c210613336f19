"""Sources over a real database, and a transport that the test decides about."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from chassis import Outbox, mongo
from chassis.lease import Lease
from chassis.transient import OutboxDocument
from ingest import DOCUMENTS, Figures, Worker
from ingest.store import SourceStore

SECONDS = 0.2


class Upstream:
    """Does what the test says; remembers what it was asked."""

    def __init__(self):
        self.ticks = 0
        self.at_once = self.most_at_once = 0
        self.failure = None
        self.waits = None
        self.rewound = []
        self.saved = []

    def rewind(self, cursor, since):
        self.rewound.append(since)
        return cursor | {"place": 0}

    async def tick(self, position):
        self.ticks += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.waits:
                await self.waits.wait()
            if self.failure:
                raise self.failure
            position.cursor["place"] = position.cursor.get("place", 0) + 1
            await position.save()
            self.saved.append(position.cursor["place"])
        finally:
            self.at_once -= 1
        return False


class Instances:
    """Several instances of one source's service, in this process."""

    def __init__(self, outbox):
        self.outbox = outbox
        self.running = []

    @property
    def store(self):
        return SourceStore("codehost", self.outbox)

    def start(self, upstream, *, holder="one", interval_seconds=SECONDS):
        figures = Figures("codehost")
        worker = Worker(
            upstream,
            self.store,
            figures,
            lease=Lease(self.store, name="codehost", holder=holder, seconds=SECONDS),
            interval_seconds=interval_seconds,
        )
        worker.figures = figures
        worker.task = asyncio.create_task(worker.run())
        self.running.append(worker.task)
        return worker

    async def stop(self, *tasks):
        for task in tasks or self.running:
            task.cancel()
        await asyncio.wait(tasks or self.running)


@pytest.fixture
def upstream():
    return Upstream()


@pytest_asyncio.fixture
async def outbox(mongo_url) -> AsyncIterator[Outbox]:
    """Give the outbox of an empty database."""
    name = f"test_{uuid.uuid4().hex}"
    async with mongo.opened(mongo_url, name) as database:
        await mongo.prepare(database, [*DOCUMENTS, OutboxDocument])
        yield Outbox(lambda: None)
        await database.client.drop_database(name)


@pytest_asyncio.fixture
async def store(outbox) -> SourceStore:
    """Give the source's store, with both of its documents."""
    store = SourceStore("codehost", outbox)
    await store.prepare()
    return store


@pytest_asyncio.fixture
async def instances(outbox) -> AsyncIterator[Instances]:
    """Give a way to start instances; all are stopped at the end."""
    started = Instances(outbox)
    yield started
    if started.running:
        await started.stop()
