"""heartbeat: somebody pushes; this only looks how long ago. The probe's address is the target."""

from collections.abc import Callable

from chassis import Clock, now

from health.probes.dialing import Dialer
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen
from health.targets.store import HeartbeatStore

# A sender may be late by a whole interval.
_PATIENCE_INTERVALS = 2


class HeartbeatProbe:
    """Bad when the sender says so, or has been silent for two intervals."""

    def __init__(
        self, store: HeartbeatStore, interval: Callable[[str], int], *, clock: Clock = now
    ) -> None:
        self._store = store
        self._interval = interval
        self._clock = clock

    async def __call__(self, address: str, dialer: Dialer) -> Seen:
        """Look at the last heartbeat."""
        del dialer
        beat = await self._store.last(address)
        if beat is None:
            raise ProbeFailed("no heartbeat has come yet")
        age = (self._clock() - beat.at).total_seconds()
        if age > _PATIENCE_INTERVALS * self._interval(address):
            raise ProbeFailed(f"the last heartbeat came {age:.0f} s ago")
        if beat.status == "bad":
            raise ProbeFailed(beat.message or "the sender reports a failure")
        return Seen(facts={"age_seconds": age}, latency_ms=0.0)
