"""What this instance has just stored, at hand for its sequencer: it needn't be read back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
        if not self._is_open:
            return
        self._rows |= {row["_id"]: row for row in rows}
        for identity in list(islice(self._rows, max(len(self._rows) - self._most, 0))):
            del self._rows[identity]

    def take(self, identities: Collection[str]) -> dict[str, Row]:
        """Return those of the entries that are here; they are taken once."""
        return {one: self._rows.pop(one) for one in identities if one in self._rows}
