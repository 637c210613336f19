"""When to restart a child that ended: later each time, sooner again once it has held."""

_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 30.0
_HELD_SECONDS = 60.0


class Backoff:
    """Delays of one child. Times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._delay = 0.0
        self._last_restart = float("-inf")

    def restart_at(self, now: float) -> float:
        """Tell when to restart a child that ended now."""
        if now - self._last_restart > _HELD_SECONDS:
            self._delay = 0.0
        self._delay = min(max(self._delay * 2, _FIRST_SECONDS), _LONGEST_SECONDS)
        self._last_restart = now + self._delay
        return self._last_restart
