"""Turns the database driver's errors into faults that a caller can act on.

Unavailable (503)
└── DatabaseUnavailable   it can't be reached
TooLate (504)
└── DatabaseTooLate       it didn't answer in time; a write may have been made nevertheless
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pymongo
from bus import deadline
from contracts.faults import TooLate, Unavailable
from pymongo.errors import (
    ConnectionFailure,
    NetworkTimeout,
    PyMongoError,
    ServerSelectionTimeoutError,
)

# More than a healthy database ever takes; less than a person waits.
_PATIENCE_SECONDS = 4.0
_BACKGROUND_SECONDS = 20.0
_SHARE_OF_REMAINING = 0.8


class DatabaseUnavailable(Unavailable):
    """The database can't be reached; nothing was written that was acknowledged."""

    reason = "database_unavailable"


class DatabaseTooLate(TooLate):
    """The database didn't answer within the request's deadline."""

    reason = "database_too_late"


@contextmanager
def database_deadline() -> Iterator[None]:
    """Give the database what is left of the request's time, and name its failures.

    pymongo's client-side operation time-out spans server selection, pool, socket and retries: it
    tries again until the time is over, so it gets little enough that the answer still arrives.
    """
    # Nobody waits for background work: it may take longer, and what is late there is unavailable.
    remaining = deadline.remaining_seconds()
    # pymongo takes 0 for "no limit".
    if remaining == 0:
        raise DatabaseTooLate("No time is left to ask the database.")
    try:
        with pymongo.timeout(_share(remaining)):
            yield
    except PyMongoError as error:
        if _is_late(error) and remaining is not None:
            raise DatabaseTooLate("The database didn't answer in time.") from error
        if isinstance(error, ConnectionFailure) or error.timeout:
            raise DatabaseUnavailable(
                "The database can't be reached; try again.", retry_after_seconds=2
            ) from error
        raise


def _share(remaining: float | None) -> float:
    """Return the seconds that a database which isn't there may cost."""
    if remaining is None:
        return _BACKGROUND_SECONDS
    return min(_PATIENCE_SECONDS, remaining * _SHARE_OF_REMAINING)


def _is_late(error: PyMongoError) -> bool:
    """Tell an answer that didn't come from a server that isn't there."""
    if isinstance(error, ServerSelectionTimeoutError):
        return False
    return isinstance(error, NetworkTimeout) or error.timeout
