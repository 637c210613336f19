"""What a process does about its memory, once everything is loaded."""

import ctypes
import gc
from contextlib import suppress

# Python's own is 700: a batch of messages would be searched dozens of times while all of it is in
# use. That took a fifth of what storing entries takes.
_MANY = 10_000
# mallopt(3), of glibc alone.
_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
_LARGE_BYTES = 128 * 1024


def settle() -> None:
    """Call when everything is loaded: what is there now is never garbage, and never searched."""
    gc.freeze()
    gc.set_threshold(_MANY, 10, 10)
    with suppress(AttributeError):
        tune = ctypes.CDLL(None).mallopt
        # A heap for each of its few threads would hold what none of the others uses again.
        tune(_ARENA_MAX, 1)
        # Left alone it grows with what is freed, and large messages then stay in the heap.
        tune(_MMAP_THRESHOLD, _LARGE_BYTES)
