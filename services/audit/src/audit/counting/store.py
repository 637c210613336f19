"""Every query that counts entries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis import Clock, Scope, now, scoped

from audit.counting.grouping import Group, grouped
from audit.documents import EntryDocument
from audit.paging import newest_page
from audit.persons.veil import Veil
from audit.query.conditions import Selection
from audit.query.lookup import Lookup
from audit.query.plan import plan_of
from audit.windows import Windows

# Counting costs as much as there is to count: about as long as people wait.
_MOST_COUNTED = 20_000


@dataclass(slots=True)
class Tally:
    """How many of each group; `since` is since when all were counted, None for always."""

    groups: Counter[Group] = field(default_factory=Counter)
    since: datetime | None = None

    @property
    def counted(self) -> int:
        """Return how many entries were counted."""
        return self.groups.total()


class CountingStore:
    """Counts the newest entries first, until it has counted enough."""

    def __init__(
        self, lookup: Lookup, veil: Veil, *, most: int = _MOST_COUNTED, clock: Clock = now
    ) -> None:
        self._lookup = lookup
        self._veil = veil
        self._most = most
        self._clock = clock

    async def tally(self, scope: Scope, selection: Selection, by: Sequence[Any]) -> Tally:
        """Count selected entries by the values of these fields or expressions."""
        criteria = await self._lookup.criteria(selection.conditions)
        plan = plan_of(criteria, scope, is_complete=selection.is_complete)
        span = selection.span
        windows = Windows(since=span.since, before=span.before, now=self._clock())
        tally = Tally()
        while plan.leads:
            found: Counter[Group] = Counter()
            for place, lead in enumerate(plan.leads):
                # What an earlier alternative counted isn't counted twice.
                others = [_not(other) for other in plan.leads[:place]]
                checks = [*plan.checks, *others]
                found += await grouped(
                    EntryDocument.get_pymongo_collection(), lead, windows.bounds, checks, by
                )
            missing = self._most - tally.counted
            tally.groups += found
            if tally.counted >= self._most or windows.is_last:
                tally.since = None if windows.is_last else windows.lower
                break
            windows.advance(found=found.total(), missing=missing)
        return tally

    async def names_of_actors(self, scope: Scope, keys: Sequence[str]) -> dict[str, str]:
        """Return under which address, or else name, the newest entry of each person shows them."""
        names = {}
        for key in keys:
            rows = await newest_page(
                EntryDocument.get_pymongo_collection(),
                indexed={"people": key},
                rest=[{"actorKey": key}, scoped(scope)],
                since=None,
                before=None,
                after=None,
                limit=1,
                now=self._clock(),
                hidden={"words": 0},
            )
            await self._veil.lift(rows)
            for row in rows:
                names[key] = row.get("actorEmail") or row.get("actorName") or ""
        return names


def _not(lead: Mapping[str, Any]) -> dict[str, Any]:
    """Return what holds for entries that another alternative doesn't find."""
    return {"$or": [{field: {"$ne": value}} for field, value in lead.items()]}
