"""What a seal takes of the entries that this instance has just stored: nothing is read back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from audit.sealing.leaf import Leaf

# A few batches of the consumer: a sequencer further behind reads what it seals.
_MOST = 8_000


class Stash:
    """Leaves by the ids of their entries; kept only while this instance seals."""

    def __init__(self, *, most: int = _MOST) -> None:
        """Beyond `most` entries the oldest are forgotten."""
        self._most = most
        self._leaves: dict[str, Leaf] = {}
        self._is_open = False

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Keep what is added, until this ends."""
        self._is_open = True
        try:
            yield
        finally:
            self._is_open = False
            self._leaves.clear()

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Tell that these entries were stored."""
        if not self._is_open:
            return
        self._leaves |= {row["_id"]: Leaf.of(row) for row in rows}
        for identity in list(islice(self._leaves, max(len(self._leaves) - self._most, 0))):
            del self._leaves[identity]

    def take(self, identities: Collection[str]) -> dict[str, Leaf]:
        """Return those that are here; each is taken once."""
        return {one: self._leaves.pop(one) for one in identities if one in self._leaves}
