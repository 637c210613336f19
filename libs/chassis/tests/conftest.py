"""A stored aggregate to write and publish, and buses it is published to."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Annotated, ClassVar

import pytest
import pytest_asyncio
from bus import MemoryConnection, bootstrap
from chassis import OutboxEntry, StoredDocument, outbox_index
from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Timestamp
from pydantic import Field
from pymongo import ASCENDING, IndexModel
from structlog.testing import capture_logs


class Owner(Message):
    person: str
    since: Timestamp | None = None


class Account(Message):
    id: str = ""
    name: str
    balance: int = 0
    overdraft_limit: Annotated[int | None, Field(alias="overdraftLimit")] = None
    opened_at: Annotated[Timestamp | None, NullRefused(), Field(alias="openedAt")] = None
    owners: list[Owner] = Field(default_factory=list)
    version: int = 0


class AccountDocument(StoredDocument, Account, extra="ignore"):
    # What only the store needs.
    branch: str | None = None

    class Settings:
        """Each index serves a test."""

        name = "accounts"
        keep_nulls = False
        indexes: ClassVar = [
            outbox_index(),
            IndexModel([("name", ASCENDING)], name="name", unique=True),
            IndexModel(
                [("branch", ASCENDING), ("balance", ASCENDING)],
                name="branch_balance",
                unique=True,
                partialFilterExpression={"branch": {"$gt": ""}},
            ),
        ]

    def projections(self):
        record = Account(id=self.id, name=self.name, balance=self.balance, version=self.version)
        payload = record.dump_json().decode()
        return [OutboxEntry(kind="directory", subject=f"account.{self.name}", payload=payload)]


class NoteDocument(StoredDocument):
    """Publishes nothing by itself."""

    text: str = ""

    class Settings:
        """Found by the sweep."""

        name = "notes"
        keep_nulls = False
        indexes: ClassVar = [outbox_index()]


@pytest.fixture
def bank():
    """Give the contract and documents of an account."""
    return SimpleNamespace(
        Account=Account, Owner=Owner, AccountDocument=AccountDocument, NoteDocument=NoteDocument
    )


@pytest.fixture
def moment():
    """Give a time with whole milliseconds."""
    return datetime(2026, 3, 1, 12, 30, 15, 123_000, tzinfo=UTC)


@pytest_asyncio.fixture
async def memory_bus() -> AsyncIterator[MemoryConnection]:
    """Give a bus in memory whose streams and buckets exist."""
    connection = MemoryConnection()
    await bootstrap(connection)
    yield connection
    await connection.drain()


@pytest.fixture
def logs():
    """Give the log entries of this test."""
    with capture_logs() as entries:
        yield entries
