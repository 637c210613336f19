"""What this instance has just stored, at hand for its sequencer: it needn't be read back."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

Row = Mapping[str, Any]
# A few batches of the consumer: a sequencer further behind reads what it seals.
_MOST = 8_000


class Stash:
    """Entries as they are stored, by id; kept only while this instance seals."""

    def __init__(self, *, most: int = _MOST) -> None:
        """Beyond `most` entries the oldest are forgotten."""
        self._most = most
        self._rows: dict[str, Row] = {}
        self._is_open = False
        self._added = asyncio.Event()

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Keep what is added, until this ends."""
        self._is_open = True
        try:
            yield
        finally:
            self._is_open = False
            self._rows.clear()

    def add(self, rows: Sequence[Row]) -> None:
        """Tell that these were stored."""
        if self._is_open:
            self._rows |= {row["_id"]: row for row in rows}
            for identity in list(islice(self._rows, max(len(self._rows) - self._most, 0))):
                del self._rows[identity]
        self._added.set()

    def take(self, identities: Collection[str]) -> dict[str, Row]:
        """Return those of the entries that are here; they are taken once."""
        return {one: self._rows.pop(one) for one in identities if one in self._rows}

    def seen(self) -> None:
        """Wait from here on for what is added later."""
        self._added.clear()

    async def wait(self, seconds: float) -> None:
        """Wait until something was added, but no longer than this."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._added.wait()
