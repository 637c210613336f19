"""Turns the database driver's errors into faults that a caller can act on.

Unavailable (503)
└── DatabaseUnavailable
TooLate (504)
└── DatabaseTooLate
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pymongo
from bus import deadline
from contracts.faults import TooLate, Unavailable
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError


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
    try:
        with pymongo.timeout(remaining):
            yield
    except ConnectionFailure as error:
        raise DatabaseUnavailable(
            "The database can't be reached; try again.", retry_after_seconds=2
        ) from error
    except ExecutionTimeout as error:
        raise DatabaseTooLate("The database didn't answer in time.") from error
    except PyMongoError as error:
        if error.timeout:
            raise DatabaseTooLate("The database didn't answer in time.") from error
        raise
