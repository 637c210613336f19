"""The time, as precise as the database keeps it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def to_milliseconds(moment: datetime) -> datetime:
    """Cut below the millisecond: MongoDB keeps no more, and equal must stay equal."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def now() -> datetime:
    """Return the current UTC time, aware, in whole milliseconds."""
    return to_milliseconds(datetime.now(UTC))
