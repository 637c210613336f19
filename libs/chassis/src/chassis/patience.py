"""Which documents' entries couldn't be published just now, and when to try them again."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bus.backoff import Backoff

_BACKOFF = Backoff(first_seconds=2.0, ceiling_seconds=60.0)


@dataclass(slots=True)
class _Wait:
    attempts: int
    due: float


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


class Patience:
    """So that what fails again and again costs little, and keeps nobody else waiting."""

    def __init__(
        self, *, backoff: Backoff = _BACKOFF, clock: Callable[[], float] = _loop_time
    ) -> None:
        self._backoff = backoff
        self._clock = clock
        self._waits: dict[Hashable, _Wait] = {}

    def __len__(self) -> int:
        return len(self._waits)

    def is_early(self, key: Hashable) -> bool:
        """Say whether this one should wait a little longer."""
        wait = self._waits.get(key)
        return wait is not None and self._clock() < wait.due

    def failed(self, key: Hashable) -> int:
        """Wait longer after each failure; return how many there were."""
        wait = self._waits.setdefault(key, _Wait(0, 0.0))
        wait.attempts += 1
        wait.due = self._clock() + self._backoff.delay(wait.attempts)
        return wait.attempts

    def succeeded(self, key: Hashable) -> None:
        """Wait no more."""
        self._waits.pop(key, None)

    def keep_only(self, keys: set[Hashable]) -> None:
        """Forget those that somebody else has published."""
        for key in self._waits.keys() - keys:
            del self._waits[key]

    def forget(self) -> None:
        """Try all of them at once: what they failed for may be over."""
        self._waits.clear()
