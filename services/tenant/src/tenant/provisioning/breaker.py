"""Leaves a system alone that fails everybody."""

import time
from collections.abc import Callable

from tenant.provisioning.failures import CircuitOpen, CredentialsRefused, UpstreamFailure

_REFUSED_FACTOR = 10


class Breaker:
    """Closed: everybody may ask. Open: nobody, until the pause is over; then one may try.

    An instance's own: each finds out by itself, and a success anywhere is soon one here.
    """

    def __init__(
        self,
        *,
        failures: int = 5,
        pause_seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open after `failures` in a row; at once, and for longer, when credentials are refused."""
        self._most = failures
        self._pause_seconds = pause_seconds
        self._refused_seconds = pause_seconds * _REFUSED_FACTOR
        self._clock = clock
        self._failures = 0
        self._opens_at = 0.0
        self._is_trying = False

    @property
    def is_open(self) -> bool:
        """Say whether it is left alone at the moment."""
        return self._clock() < self._opens_at

    def ensure_closed(self) -> None:
        """Refuse while open. After the pause, let one try and the others wait for what it finds."""
        waits = self._opens_at - self._clock()
        if waits > 0:
            raise CircuitOpen(
                f"Left alone for another {waits:.0f} s after failures in a row.",
                retry_after_seconds=waits,
            )
        if self._failures < self._most:
            return
        if self._is_trying:
            raise CircuitOpen("Somebody tries whether it works again.", retry_after_seconds=1.0)
        self._is_trying = True

    def worked(self) -> None:
        """Close."""
        self._failures, self._is_trying, self._opens_at = 0, False, 0.0

    def failed(self, failure: UpstreamFailure) -> None:
        """Count what says something about the whole system; a refusal shows that it works."""
        if not failure.is_systemic:
            self.worked()
            return
        is_refused = isinstance(failure, CredentialsRefused)
        self._failures = self._most if is_refused else self._failures + 1
        self._is_trying = False
        if self._failures >= self._most:
            pause = self._refused_seconds if is_refused else self._pause_seconds
            self._opens_at = self._clock() + max(pause, failure.retry_after_seconds)

    def gave_up(self) -> None:
        """Nothing was found out: the next one may try."""
        self._is_trying = False
