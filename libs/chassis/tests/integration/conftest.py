"""A bank whose accounts are stored and published for real."""

import asyncio
import json
import os
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from chassis import Outbox, OutboxEntry, mongo
from chassis.relay import Relay
from chassis.transient import OutboxDocument

DEMO = Path(__file__).with_name("children") / "demo.py"


class Bank:
    """Writes accounts, and looks at what is stored and published."""

    def __init__(self, database, documents):
        self.database = database
        self.outbox = Outbox(lambda: None)
        self._document = documents.AccountDocument
        self.accounts = documents.AccountDocument.get_pymongo_collection()
        self.notes = documents.NoteDocument.get_pymongo_collection()
        self.transient = OutboxDocument.get_pymongo_collection()

    def account(self, **fields):
        """Give an account that isn't stored."""
        return self._document(**{"name": uuid.uuid4().hex, **fields})

    async def open(self, *entries, **fields):
        """Store an account."""
        account = self.account(**fields)
        await self.outbox.insert(account, entries)
        return account

    async def load(self, identity):
        """Read an account."""
        return self._document.read_stored(await self.raw(identity))

    async def raw(self, identity):
        """Look at what is stored."""
        return await self.accounts.find_one({"_id": identity})

    async def waiting(self, identity):
        """Name what an account has to publish, in order."""
        return [entry["subject"] for entry in (await self.raw(identity))["outbox"]]

    def relay(self, connection):
        """Give a relay for all of it."""
        return Relay(connection, [self.accounts, self.notes], transient=[self.transient])


def event(name="changed", **body) -> OutboxEntry:
    return OutboxEntry(subject=f"event.bank._.{name}", payload=json.dumps(body))


@pytest.fixture
def make_event():
    """Give a way to make outbox entries."""
    return event


@pytest_asyncio.fixture
async def stored(mongo_url, bank) -> AsyncIterator[Bank]:
    """Give an empty bank in a database of its own."""
    name = f"test_{uuid.uuid4().hex}"
    async with mongo.opened(mongo_url, name) as database:
        await mongo.prepare(database, [bank.AccountDocument, bank.NoteDocument, OutboxDocument])
        yield Bank(database, bank)
        await database.client.drop_database(name)


@pytest.fixture
def published(memory_bus):
    """Give a look at the events that the bus in memory holds, oldest first."""

    def look():
        stream = memory_bus.broker.streams["EVENTS"]
        return [stream.at(number) for number in range(1, stream.last_sequence + 1)]

    return look


class Child:
    """A process, and what it logs."""

    def __init__(self, process):
        self._process = process
        self.lines = []

    async def until(self, event):
        """Read its log until this event; return the line."""
        async with asyncio.timeout(60):
            while text := await self._process.stdout.readline():
                self.lines.append(json.loads(text))
                if self.lines[-1]["event"] == event:
                    return self.lines[-1]
        raise AssertionError(f"{event} never came: {self.lines} {await self.complaint()}")

    def signal(self, number):
        """Send a signal."""
        self._process.send_signal(number)

    async def exit_code(self):
        """Read the rest of its log, and wait until it has ended."""
        async with asyncio.timeout(60):
            while text := await self._process.stdout.readline():
                self.lines.append(json.loads(text))
            return await self._process.wait()

    async def complaint(self):
        """Return what it wrote to standard error, once it has ended."""
        return (await self._process.stderr.read()).decode()

    async def end(self):
        """Kill it if it still runs."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()


@pytest_asyncio.fixture
async def start(mongo_url, request):
    """Give a way to start the demo service; its processes end with the test."""
    children = []
    # A service's database has the service's name.
    async with mongo.client(mongo_url) as client:
        await client.drop_database("demo")

    async def starting(**variables):
        given = {"MONGO_URL": mongo_url, "LOG_FORMAT": "json", **variables}
        if "NATS_URL" not in given:
            given["NATS_URL"] = request.getfixturevalue("nats_server").url
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(DEMO),
            env={**os.environ, **given},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        children.append(Child(process))
        return children[-1]

    yield starting
    for child in children:
        await child.end()
