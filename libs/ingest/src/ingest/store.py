"""Every query about a source's state and position; nothing else touches the collections."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry, now
from contracts.faults import Unavailable
from pymongo.errors import DuplicateKeyError, PyMongoError

from ingest.documents import PositionDocument, SourceDocument

Decide = Callable[[SourceDocument], Sequence[OutboxEntry]]


class DatabaseFailed(Unavailable):
    """The database can't be reached, or can't write: its disk may be full."""

    reason = "database_failed"


@contextmanager
def _database() -> Iterator[None]:
    try:
        yield
    except PyMongoError as error:
        raise DatabaseFailed(str(error).split(",", 1)[0], retry_after_seconds=2) from error


class SourceStore:
    """One source in MongoDB."""

    def __init__(self, source: str, outbox: Outbox) -> None:
        self.source = source
        self._outbox = outbox

    async def prepare(self) -> None:
        """Make both documents if they are missing."""
        with _database(), suppress(DuplicateKeyError):
            await self._outbox.insert(SourceDocument(id=self.source), [])
        collection = PositionDocument.get_pymongo_collection()
        with _database(), suppress(DuplicateKeyError):
            await collection.insert_one(
                {"_id": self.source, "holder": "", "epoch": 0, "beat": 0, "cursor": {}}
            )

    async def state(self) -> SourceDocument:
        """Return what operators have decided."""
        with _database():
            found = await SourceDocument.get_pymongo_collection().find_one({"_id": self.source})
        return SourceDocument.read_stored(found) if found else SourceDocument(id=self.source)

    async def change(self, decide: Decide) -> SourceDocument:
        """Load, decide, save; no entries from `decide` means no write."""
        return await self._outbox.change(self.state, decide)

    async def position(self) -> Mapping[str, Any]:
        """Return lease, cursor and figures as they are stored."""
        with _database():
            found = await PositionDocument.get_pymongo_collection().find_one({"_id": self.source})
        return found or {}

    async def take_lease(self, *, holder: str, epoch: int, beat: int) -> bool:
        """Take the lease over if it still is as it was seen; its epoch grows by one."""
        return await self._update(
            {"epoch": epoch, "beat": beat},
            {
                "$set": {"holder": holder, "epoch": epoch + 1, "beat": 0},
                "$min": {"beganAt": now()},
            },
        )

    async def renew_lease(self, *, epoch: int) -> bool:
        """Show that the holder lives; false when somebody else took the lease."""
        return await self._update({"epoch": epoch}, {"$inc": {"beat": 1}})

    async def release_lease(self, *, epoch: int) -> None:
        """Let the next one take over at once."""
        await self._update({"epoch": epoch}, {"$set": {"holder": ""}, "$inc": {"beat": 1}})

    async def save(
        self,
        *,
        epoch: int | None,
        cursor: Mapping[str, Any] | None,
        figures: Mapping[str, int],
        last_event_at: datetime | None,
        caught_up_at: datetime | None,
        problem: str | None,
        replays: int | None = None,
    ) -> bool:
        """Store how far it has come; false when the epoch is over, and then nothing was stored."""
        moments = {"lastEventAt": last_event_at, "caughtUpAt": caught_up_at}
        told: dict[str, Any] = {"problem": problem, "replays": replays}
        told["cursor"] = None if cursor is None else dict(cursor)
        update: dict[str, dict[str, Any]] = {
            "$set": {name: value for name, value in told.items() if value is not None},
            "$max": {name: at for name, at in moments.items() if at is not None},
            "$inc": {f"figures.{name}": amount for name, amount in figures.items()},
        }
        changes = {operator: fields for operator, fields in update.items() if fields}
        if not changes:
            return True
        return await self._update({} if epoch is None else {"epoch": epoch}, changes)

    async def _update(self, condition: Mapping[str, Any], update: Mapping[str, Any]) -> bool:
        collection = PositionDocument.get_pymongo_collection()
        with _database():
            result = await collection.update_one({"_id": self.source, **condition}, update)
        return result.matched_count == 1
