"""Every query about what is old, and what is archived."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from chassis import Outbox, OutboxEntry, scoped
from pymongo import ASCENDING, UpdateOne
from pymongo.errors import DuplicateKeyError, OperationFailure

from audit.documents import EntryDocument
from audit.query.moments import Span
from audit.retention.documents import ArchivedDocument, RetentionDocument, SegmentDocument
from audit.retention.policy import EVERYTHING, Days, Rule

Row = dict[str, Any]
# What another try won't change: the codes of MongoDB's errors.
_REFUSALS = {13: "unauthorized", 59: "command_not_found", 115: "command_not_supported"}


class RetentionStore:
    """Takes entries out of the database; nothing else does."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def oldest_of_all(
        self, rule: Rule, *, before: datetime, held: Collection[str], limit: int
    ) -> list[Row]:
        """Return up to `limit` entries of a rule from before then, the oldest first."""
        lead = {} if rule.action == EVERYTHING else {"actionPaths": rule.action}
        if rule.tenant:
            lead["tenantSlug"] = rule.tenant
        checks = [{"actionPaths": {"$ne": one}} for one in rule.narrower]
        checks += [{"tenantSlug": {"$ne": slug}} for slug in sorted(held)]
        found = await EntryDocument.get_pymongo_collection().aggregate(
            [
                {"$match": {**lead, "at": {"$lt": before}}},
                *({"$match": check} for check in checks),
                {"$sort": {"at": ASCENDING, "_id": ASCENDING}},
                {"$limit": limit},
            ]
        )
        return await found.to_list()

    async def archived_in_all(
        self, segment: SegmentDocument, rows: Sequence[Row], entries: Sequence[OutboxEntry]
    ) -> None:
        """Note where entries are, then let the database go of them; may be done twice."""
        with suppress(DuplicateKeyError):
            await self._outbox.insert(segment, entries)
        notes = [
            UpdateOne(
                {"_id": row["_id"]},
                {"$set": {"segment": segment.id, "people": row.get("people", []), **_event(row)}},
                upsert=True,
            )
            for row in rows
        ]
        await ArchivedDocument.get_pymongo_collection().bulk_write(notes, ordered=False)
        ids = [row["_id"] for row in rows]
        await EntryDocument.get_pymongo_collection().delete_many({"_id": {"$in": ids}})

    async def compact_all(self) -> str:
        """Let the database give the disk of removed entries back; return why it refuses, if so.

        It takes as long as it takes, and nobody is held up by it; nothing is done for little.
        """
        entries = EntryDocument.get_pymongo_collection()
        try:
            # Without force a primary refuses.
            await entries.database.command("compact", entries.name, force=True)
        except OperationFailure as error:
            if error.code not in _REFUSALS:
                raise
            return _REFUSALS[error.code]
        return ""

    async def own_rules_of_all(self) -> dict[str, Days]:
        """Return the rules of tenants that have their own, by slug."""
        rows = await RetentionDocument.get_pymongo_collection().find({}).to_list()
        documents = [RetentionDocument.read_stored(row) for row in rows]
        return {one.id: one.days for one in documents if one.days}

    async def change_rules(
        self, tenant: str, decide: Callable[[RetentionDocument], Sequence[OutboxEntry]]
    ) -> None:
        """Load a tenant's rules, none where it has none, decide, save."""
        collection = RetentionDocument.get_pymongo_collection()
        with suppress(DuplicateKeyError):
            await self._outbox.insert(RetentionDocument(_id=tenant), [])

        async def load() -> RetentionDocument:
            held = await collection.find_one(scoped(tenant, by="_id"))
            return RetentionDocument.read_stored(held or {})

        await self._outbox.change(load, decide)

    async def segment_of_all(self, identity: str) -> SegmentDocument | None:
        """Return the segment that holds an archived entry."""
        found = await self.segments_of_entries_in_all([identity.lower()])
        return found[0][0] if found else None

    async def segments_of_entries_in_all(
        self, identities: Collection[str]
    ) -> list[tuple[SegmentDocument, set[str]]]:
        """Return the segments that hold these entries, as far as they are archived, and which."""
        segments = SegmentDocument.get_pymongo_collection()
        # Thousands of ids cost as much as entries do; many have no archive at all.
        if await segments.find_one({}, {"_id": 1}) is None:
            return []
        notes = ArchivedDocument.get_pymongo_collection().find({"_id": {"$in": list(identities)}})
        held: dict[str, set[str]] = {}
        for note in await notes.to_list():
            held.setdefault(note["segment"], set()).add(note["_id"])
        rows = await segments.find({"_id": {"$in": list(held)}}, {"outbox": 0}).to_list()
        return [(SegmentDocument.read_stored(row), held[row["_id"]]) for row in rows]

    async def has_event_in_all(self, event: str) -> bool:
        """Say whether an archived entry was of this event of a source; looks at every note."""
        return (
            await ArchivedDocument.get_pymongo_collection().find_one({"event": event}) is not None
        )

    async def within_all(
        self, span: Span, *, after: tuple[datetime, str] | None
    ) -> list[SegmentDocument]:
        """Return the segments that may have entries of a span, the newest first."""
        until = {"until": {"$gte": span.since}} if span.since else {}
        found = SegmentDocument.get_pymongo_collection().find(until, {"outbox": 0})
        segments = [SegmentDocument.read_stored(row) for row in await found.to_list()]
        ends = [end for end in (span.before, after[0] if after else None) if end]
        return sorted(
            (one for one in segments if not ends or one.since <= min(ends)),
            key=lambda one: one.until,
            reverse=True,
        )

    async def reach_in_all(self, span: Span) -> dict[str, datetime]:
        """Return until when there are archived entries that a span may have, by tenant."""
        since = {"until": {"$gte": span.since}} if span.since else {}
        before = {"since": {"$lt": span.before}} if span.before else {}
        by_tenant = {"_id": "$tenantSlug", "until": {"$max": "$until"}}
        segments = SegmentDocument.get_pymongo_collection()
        found = await segments.aggregate(
            [{"$match": since}, {"$match": before}, {"$group": by_tenant}]
        )
        return {row["_id"]: row["until"] for row in await found.to_list()}

    async def segments_of_all(self) -> list[SegmentDocument]:
        """Return all segments."""
        rows = await SegmentDocument.get_pymongo_collection().find({}, {"outbox": 0}).to_list()
        return [SegmentDocument.read_stored(row) for row in rows]


def _event(row: Row) -> Row:
    return {"event": row["event"]} if "event" in row else {}
