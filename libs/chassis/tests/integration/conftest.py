"""A bank whose accounts are stored and published for real."""

import json
import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from chassis import Outbox, OutboxEntry, mongo
from chassis.relay import Relay
from chassis.transient import OutboxDocument


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
