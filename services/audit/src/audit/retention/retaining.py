"""Archives what is old enough: nothing is deleted before it was read back from the archive."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from chassis import AuditTrail, Clock, now
from chassis.faults import database_deadline

from audit.owners import Owners
from audit.retention.archive import Archive
from audit.retention.documents import SegmentDocument
from audit.retention.policy import Days, rules_of
from audit.retention.store import RetentionStore

log = structlog.get_logger()
_AT_ONCE = 1_000
Row = dict[str, Any]
Sealed = Callable[[Mapping[str, int]], Awaitable[Collection[str]]]


class Retaining:
    """A chore. Done twice, or by two at once, it leaves an entry in two files, never in none."""

    def __init__(
        self,
        store: RetentionStore,
        archive: Archive,
        default: Days,
        *,
        owners: Owners,
        sealed: Sealed,
        audit: AuditTrail,
        at_once: int = _AT_ONCE,
        clock: Clock = now,
    ) -> None:
        """`sealed` tells which of some entries, by id with their places, are sealed."""
        self._store = store
        self._archive = archive
        self._default = default
        self._owners = owners
        self._sealed = sealed
        self._audit = audit
        self._at_once = at_once
        self._clock = clock

    async def sweep(self) -> int:
        """Archive some of what is old enough, by each rule; return how many entries."""
        with database_deadline():
            own = await self._store.own_rules_of_all()
        if not own and not self._default:
            return 0
        # Who is held is known only once every tenant was seen.
        await self._owners.loaded()
        done = 0
        held = self._owners.held()
        rules = [
            *((rule, held | own.keys()) for rule in rules_of(self._default)),
            *((rule, held) for slug in own for rule in rules_of(own[slug], tenant=slug)),
        ]
        for rule, spared in rules:
            before = self._clock() - timedelta(days=rule.days)
            with database_deadline():
                rows = await self._store.oldest_of_all(
                    rule, before=before, held=spared, limit=self._at_once
                )
                places = {row["_id"]: row["sequence"] for row in rows}
                sealed = await self._sealed(places) if places else ()
            done += await self._take([row for row in rows if row["_id"] in sealed])
        return done

    async def _take(self, rows: Sequence[Row]) -> int:
        groups: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            groups.setdefault((row["tenantSlug"], f"{row['at']:%Y-%m}"), []).append(row)
        for group in groups.values():
            await self._archive_group(group)
        return len(rows)

    async def _archive_group(self, rows: Sequence[Row]) -> None:
        tenant, since = rows[0]["tenantSlug"], rows[0]["at"]
        file = await self._archive.write(tenant, since, rows)
        segment = SegmentDocument(
            _id=file.sha256,
            tenantSlug=tenant,
            path=file.path,
            sizeBytes=file.size_bytes,
            entries=len(rows),
            since=since,
            until=rows[-1]["at"],
            archivedAt=self._clock(),
        )
        entry = self._audit.entry(
            "audit.entries_archived",
            resource_type="archive_segment",
            resource_id=file.sha256,
            resource_name=file.path,
            tenant_slug=tenant,
            metadata={"entries": len(rows), "since": str(since), "until": str(rows[-1]["at"])},
        )
        with database_deadline():
            await self._store.archived_in_all(segment, rows, [entry])
        log.info("entries_archived", entries=len(rows), path=file.path)
