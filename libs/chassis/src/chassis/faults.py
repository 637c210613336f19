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


class DatabaseUnavailable(Unavailable):
    """The database can't be reached; nothing was written that was acknowledged."""

    reason = "database_unavailable"


class DatabaseTooLate(TooLate):
    """The database didn't answer within the request's deadline."""

    reason = "database_too_late"


@contextmanager
def database_deadline() -> Iterator[None]:
    """Give the database what is left of the request's time, and name its failures.

    pymongo's client-side operation time-out spans server selection, pool and socket.
    """
    remaining = deadline.remaining_seconds()
    # pymongo takes 0 for "no limit".
    if remaining == 0:
        raise DatabaseTooLate("No time is left to ask the database.")
    try:
        with pymongo.timeout(remaining):
            yield
    except PyMongoError as error:
        if _is_late(error):
            raise DatabaseTooLate("The database didn't answer in time.") from error
        if isinstance(error, ConnectionFailure):
            raise DatabaseUnavailable(
                "The database can't be reached; try again.", retry_after_seconds=2
            ) from error
        raise


def _is_late(error: PyMongoError) -> bool:
    """Tell an answer that didn't come from a server that isn't there."""
    if isinstance(error, ServerSelectionTimeoutError):
        return False
    return isinstance(error, NetworkTimeout) or error.timeout
