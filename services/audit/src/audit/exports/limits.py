"""How much may be exported: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.audit.v1 import Export

from audit.exports.rules import TooManyExports

_AGAIN_SECONDS = 10
_MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a person's exports at a time, and of an export's entries."""

    waiting: int
    entries: int

    def admit(self, waiting: Sequence[Export], *, person: str) -> None:
        """Raise `TooManyExports` while so many are being written."""
        mine = sum(one.requested_by == person for one in waiting)
        if mine >= self.waiting:
            raise TooManyExports(
                f"{mine} exports of yours are being written; {self.waiting} may be at a time.",
                retry_after_seconds=_AGAIN_SECONDS,
            )
        if len(waiting) >= _MOST_WAITING:
            raise TooManyExports(
                f"{len(waiting)} exports are being written.", retry_after_seconds=_AGAIN_SECONDS
            )
