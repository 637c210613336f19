"""What a process does about its memory, once everything is loaded."""

import ctypes
import gc
from contextlib import suppress

# Python's own is 700: a batch of messages would be searched dozens of times while all of it is in
# use. That took a fifth of what storing entries takes.
_MANY = 10_000
# mallopt(3), of glibc alone.
_ARENA_MAX = -8


def settle() -> None:
    """Call when everything is loaded: what is there now is never garbage, and never searched."""
    gc.freeze()
    gc.set_threshold(_MANY, 10, 10)
    # With a heap for each of its few threads a process holds what none of the others uses again.
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
