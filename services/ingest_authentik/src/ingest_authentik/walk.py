"""Walks authentik's events from the newest back to what is known: there is no filter by time.

The watermark is the newest event that was ever published. A tick reads pages until it is below the
watermark by the overlap: events are committed late, and a slightly older one can turn up after a
newer one. When there are more pages than a tick may read, what lies between is noted as a gap, and
the next ticks work it off: nothing in the middle is lost, and no tick is unbounded.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from ingest import moment

from ingest_authentik.api import Page

Fetch = Callable[[int], Awaitable[Page | None]]


@dataclass(slots=True)
class Gap:
    """Events created from `low` (None: the first) up to `high` are still to be read."""

    high: str
    low: str | None
    # Where `high` was found; events that came since have moved it to later pages.
    page: int

    def dump(self) -> dict[str, Any]:
        """Give what the cursor keeps."""
        return asdict(self)


@dataclass(slots=True)
class Walked:
    """What one walk brought: events newest first, and where it stopped short, if it did."""

    events: list[Any]
    rest: Gap | None
    # The list holds nothing at all, known or new.
    is_empty: bool = False


class Walk:
    """Walks over the pages of a list that grows at its beginning meanwhile, within a budget."""

    def __init__(self, fetch: Fetch, *, pages: int) -> None:
        self._fetch = fetch
        self._left = pages
        # How long the list was when it was last looked at.
        self._count: int | None = None

    @property
    def left(self) -> int:
        """How many pages may still be read."""
        return self._left

    async def down(
        self,
        *,
        start: int,
        low: datetime | None,
        low_text: str | None,
        high_text: str = "",
        reserve: int = 0,
    ) -> Walked:
        """Read from page `start` down to `low`, but leave `reserve` pages of the budget.

        `low_text` and `high_text` are the ends of what is missing, as a gap notes them.
        """
        events: list[Any] = []
        seen: set[str] = set()
        number = start
        while self._left > reserve:
            count = self._count
            page = await self._page(number)
            if page is None and number == 1:
                return Walked(events, None, is_empty=True)
            if page is None:
                # Past the end: the list has shrunk, and what was there is on earlier pages now.
                number -= 1
                continue
            if count is not None and page.count < count:
                # Deletions moved what we haven't read onto pages that we have: step back.
                missing, size = count - page.count, max(1, len(page.events))
                number = max(1, number - -(-missing // size))
                continue
            events += _fresh(page, seen, low)
            if page.next == 0 or _is_below(page, low):
                return Walked(events, None, is_empty=page.count == 0)
            number = page.next
        high = oldest(events) or high_text
        return Walked(events, Gap(high, low_text, max(1, number - 1)) if high else None)

    async def back_to(self, gap: Gap) -> int:
        """Return the page to go on from: one that begins no later than the gap does."""
        high, number = moment(gap.high), gap.page
        while self._left > 0 and number > 1:
            page = await self._page(number)
            newest = moment(_created(page.events[0])) if page and page.events else None
            if newest is not None and high is not None and newest >= high:
                break
            number = number // 2 if page is None else number - 1
        return max(1, number)

    async def _page(self, number: int) -> Page | None:
        self._left -= 1
        page = await self._fetch(number)
        if page is not None:
            self._count = page.count
        return page


def below(newest: str | None, overlap_seconds: float) -> datetime | None:
    """Return the time down to which a walk reads; None for all there is."""
    found = moment(newest)
    return found - timedelta(seconds=overlap_seconds) if found else None


def oldest(events: Sequence[Any]) -> str:
    """Return the time of the last event of a list that is newest first."""
    return next((one for one in map(_created, reversed(events)) if one), "")


def newest(events: Sequence[Any]) -> str | None:
    """Return the time of the first event of a list that is newest first."""
    return next((one for one in map(_created, events) if one), None)


def _created(event: Any) -> str:
    value = event.get("created") if isinstance(event, dict) else None
    return value if moment(value) is not None and isinstance(value, str) else ""


def _fresh(page: Page, seen: set[str], low: datetime | None) -> list[Any]:
    """Pages shift while new events arrive: what was on the last page may come again."""
    fresh = []
    for event in page.events:
        pk = str(event.get("pk")) if isinstance(event, dict) else ""
        at = moment(_created(event))
        is_known = low is not None and at is not None and at < low
        if not is_known and (not pk or pk not in seen):
            fresh.append(event)
            seen.add(pk)
    return fresh


def _is_below(page: Page, low: datetime | None) -> bool:
    last = moment(oldest(page.events))
    return low is not None and last is not None and last < low
