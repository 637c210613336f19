"""Rate limits: one token bucket per actor and per address, in this instance's memory."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from gateway.faults import RateExceeded

# Beyond this many buckets the full ones, which say nothing, are forgotten.
_SWEEP_AT = 50_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of one bucket after a request."""

    name: str
    # The bucket as a quota (draft-ietf-httpapi-ratelimit-headers, §RateLimit-Policy).
    policy: str
    left: int
    full_in_seconds: float

    @property
    def state(self) -> str:
        """What is left, and when all of it is back (§RateLimit)."""
        return f'"{self.name}";r={self.left};t={math.ceil(self.full_in_seconds)}'


class Limits:
    """Buckets of one kind. A bucket is one number: when it will be full again (GCRA)."""

    def __init__(
        self,
        name: str,
        *,
        per_second: float,
        burst: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._per_second = per_second
        self._burst = burst
        self._policy = f'"{name}";q={burst};w={math.ceil(burst / (per_second or 1))}'
        self._clock = clock
        self._full_at: dict[str, float] = {}
        self._sweep_at = _SWEEP_AT

    def spend(self, key: str) -> Allowance | None:
        """Take one token, or raise RateExceeded; None when there is no limit."""
        if not self._per_second:
            return None
        now = self._clock()
        # Rounded: what floating point loses must not cost the last token of a burst.
        missing = round(max(0.0, self._full_at.get(key, now) - now) * self._per_second, 6)
        if missing + 1 > self._burst:
            wait = (missing + 1 - self._burst) / self._per_second
            raise RateExceeded(
                f"At most {self._per_second:g} requests a second for one {self._name}.",
                retry_after_seconds=math.ceil(wait),
            )
        missing += 1
        full_in_seconds = missing / self._per_second
        self._full_at[key] = now + full_in_seconds
        if len(self._full_at) > self._sweep_at:
            self._sweep(now)
        return Allowance(
            self._name,
            self._policy,
            left=int(self._burst - missing),
            full_in_seconds=full_in_seconds,
        )

    def _sweep(self, now: float) -> None:
        self._full_at = {key: at for key, at in self._full_at.items() if at > now}
        # Where most are in use a sweep gains little: then not with every request.
        self._sweep_at = max(_SWEEP_AT, 2 * len(self._full_at))


def headers(*allowances: Allowance | None) -> dict[str, str]:
    """Return the headers that tell a caller how much is left."""
    known = [allowance for allowance in allowances if allowance is not None]
    if not known:
        return {}
    return {
        "ratelimit-policy": ", ".join(one.policy for one in known),
        "ratelimit": ", ".join(one.state for one in known),
    }
