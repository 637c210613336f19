"""What streams carry: entries of a log, in its order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Outcome = Literal["success", "failure", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry. Receivers dedupe by `id`; `index` is its place, absent from a test."""

    id: str
    index: int | None
    type: str
    at: datetime
    outcome: Outcome
    data: Mapping[str, Any]


class Stream(Protocol):
    """A receiver of records, many at a time."""

    async def send(self, records: Sequence[Record]) -> None:
        """Return when the other side has taken all of them, else raise NotDelivered.

        Then all are sent again: at least once, never out of order.
        """
        ...


def moment(at: datetime) -> str:
    """Write a time as RFC 3339, UTC, with milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
