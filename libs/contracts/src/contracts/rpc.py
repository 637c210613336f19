"""One row of the catalogue, and what can carry it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from contracts.message import Message

Q = TypeVar("Q", bound=Message)
R = TypeVar("R", bound=Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRule:
    """How an rpc looks over HTTP (google.api.http)."""

    method: str
    path: str
    # "*" for the whole request, a field's name for that field, "" for no body.
    body: str = ""
    # The reply's field that is the whole HTTP answer; "" for the reply itself.
    response_body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rpc(Generic[Q, R]):
    """Everything a caller, a service or the gateway has to know of one rpc."""

    service: str
    version: str
    interface: str
    name: str
    subject: str
    request: type[Q]
    reply: type[R]
    http: HttpRule | None = None
    # Nobody may call what says nothing.
    access: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    changes: bool = True
    summary: str = ""
    description: str = ""
    # Request fields that travel in HTTP headers: field -> header.
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)


AnyRpc: TypeAlias = Rpc[Any, Any]


class Caller(Protocol):
    """Carries requests to whoever serves them."""

    async def call(self, rpc: Rpc[Q, R], request: Q) -> R:
        """Return the reply, or raise the fault that came instead."""
        ...
