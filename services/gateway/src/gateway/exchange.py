"""What is known of one request while it is answered."""

from dataclasses import dataclass, field

from starlette.types import Scope

from gateway.headers import RequestHeaders

_PLACE = "gateway.exchange"


@dataclass(slots=True, kw_only=True)
class Exchange:
    """Made at the edge, filled in on the way, logged at the end."""

    # What came in.
    sent: RequestHeaders
    request_id: str
    address: str
    actor_id: str = ""
    # Whatever the answer will be, it carries these.
    headers: dict[str, str] = field(default_factory=dict)

    def attach(self, scope: Scope) -> None:
        """Make it known to whoever answers."""
        scope[_PLACE] = self

    @classmethod
    def of(cls, scope: Scope) -> "Exchange":
        """Return this request's."""
        exchange: Exchange = scope[_PLACE]
        return exchange
