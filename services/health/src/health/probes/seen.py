"""What a kind of probe returns, and what it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from health.probes.dialing import Dialer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Facts for the conditions; the latency where the time of the whole probe isn't it."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    latency_ms: float | None = None


class Probe(Protocol):
    """One kind: raises ProbeFailed, or what the network raises, when there is no answer."""

    async def __call__(self, address: str, dialer: Dialer) -> Seen:
        """Look once."""
        ...
