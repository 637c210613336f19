"""Until when the answer is wanted: one budget for every hop of a request."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from bus import headers

_deadline: ContextVar[float | None] = ContextVar("bus_deadline", default=None)


def current() -> float | None:
    """Return the deadline as seconds since the epoch, None when there is none."""
    return _deadline.get()


def remaining_seconds() -> float | None:
    """Return what is left, never less than 0; None without a deadline."""
    until = _deadline.get()
    return None if until is None else max(0.0, until - time.time())


def is_over() -> bool:
    """Say whether nobody waits for the answer any more."""
    return remaining_seconds() == 0.0


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what happens inside at most this long; never more than it had."""
    until = time.time() + seconds
    outer = _deadline.get()
    with until_moment(until if outer is None else min(until, outer)):
        yield


@contextmanager
def until_moment(moment: float | None) -> Iterator[None]:
    """Replace the deadline, None for none."""
    token = _deadline.set(moment)
    try:
        yield
    finally:
        _deadline.reset(token)


def read(carried: Mapping[str, str]) -> float | None:
    """Take the deadline from a message's headers; what isn't a moment is no deadline."""
    text = carried.get(headers.DEADLINE, "")
    return int(text) / 1000 if text.isascii() and text.isdigit() else None


def write(carried: dict[str, str], *, seconds: float) -> None:
    """Put the deadline `seconds` from now into a message's headers."""
    carried[headers.DEADLINE] = str(int((time.time() + seconds) * 1000))
