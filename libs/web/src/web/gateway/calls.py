"""Which calls a page made, for its figures and for "copy as curl"."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.rpc import AnyRpc

from web.gateway.requests import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call and how long its answer took."""

    rpc: AnyRpc
    request: HttpRequest
    status: int
    seconds: float


@dataclass(slots=True)
class Calls:
    """All calls of one request."""

    made: list[Call] = field(default_factory=list)

    @property
    def slowest_seconds(self) -> float:
        """What the page could not have been quicker than."""
        return max((call.seconds for call in self.made), default=0.0)

    def reads(self) -> Sequence[Call]:
        """Return those that changed nothing: what a page shows."""
        return [call for call in self.made if not call.rpc.changes]

    def server_timing(self, *, seconds: float) -> str:
        """Tell browsers and tests (Server-Timing): calls, the slowest, the whole."""
        return (
            f'gateway;desc="{len(self.made)} calls";dur={self.slowest_seconds * 1000:.1f}, '
            f"total;dur={seconds * 1000:.1f}"
        )
