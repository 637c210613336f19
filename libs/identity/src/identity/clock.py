"""The two clocks that tokens and key caches are measured by."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds since the epoch for claims; seconds that never jump for caches."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
