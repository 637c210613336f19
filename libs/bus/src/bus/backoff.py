"""How long to wait before the next attempt."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True, slots=True)
class Backoff:
    """Grows from `first_seconds` by `factor` up to `ceiling_seconds`.

    Jitter takes up to that share away, so that what failed together doesn't come back together.
    """

    first_seconds: float = 0.5
    factor: float = 2.0
    ceiling_seconds: float = 60.0
    jitter: float = 0.3
    random: Callable[[], float] = random.random

    def delay(self, attempt: int) -> float:
        """Return the wait after the `attempt`-th failure, counted from 1."""
        # Past 2**64 every ceiling is reached, and larger powers overflow a float.
        grown = self.first_seconds * self.factor ** min(attempt - 1, 64)
        return min(grown, self.ceiling_seconds) * (1 - self.jitter * self.random())

    def delays(self) -> Iterator[float]:
        """Yield the waits after the first failure, the second, and so on without end."""
        return (self.delay(attempt) for attempt in count(1))
