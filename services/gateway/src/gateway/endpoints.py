"""One rpc as it stands on the door: where its request travels, what it shows, whose it is."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from contracts.catalogue import CATALOGUE
from contracts.message import Message
from contracts.platform.v1 import Actor
from contracts.rpc import AnyRpc, Caller, HttpRule
from starlette.types import ASGIApp, Scope

from gateway.replies import ReplyWriter
from gateway.requests import RequestReader

_AFTER_LETTERS = "\x7f"
_TENANTS = "/tenants/{slug}"


class Bus(Caller, Protocol):
    """Calls rpcs, or carries their replies without reading them."""

    async def carry(self, rpc: AnyRpc, request: Message) -> bytes:
        """Return the reply's JSON, or raise the fault that came instead."""
        ...


# How the reply is come by, once the request has been read: as JSON where nothing looks into it.
Ask = Callable[[Bus, Message], Awaitable[Message | bytes]]
# Answers here what needs nobody else: gets who asks, and the body.
Local = Callable[[Scope, Actor, bytes], Awaitable[ASGIApp]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Everything about one route that doesn't change from request to request."""

    rpc: AnyRpc
    rule: HttpRule
    reader: RequestReader
    writer: ReplyWriter
    tenant_field: str | None
    # What OpenAPI calls it.
    name: str
    ask: Ask
    local: Local | None = None

    @property
    def label(self) -> str:
        """Name the route as audit entries do."""
        return f"{self.rule.method} {self.rule.path}"

    def tenant(self, path: Mapping[str, str]) -> str | None:
        """Return the tenant's slug in the path; None when the route isn't one tenant's."""
        return path[self.tenant_field] if self.tenant_field else None


def endpoint_of(rpc: AnyRpc, rule: HttpRule) -> Endpoint:
    """Prepare one rpc."""
    writer = ReplyWriter(rpc, rule)
    return Endpoint(
        rpc=rpc,
        rule=rule,
        reader=RequestReader(rpc, rule),
        writer=writer,
        tenant_field=_tenant_field(rule.path),
        name=rpc.name,
        ask=partial(ask_unread, rpc),
    )


async def ask_once(rpc: AnyRpc, bus: Bus, request: Message) -> Message:
    """Ask, and read the reply."""
    reply: Message = await bus.call(rpc, request)
    return reply


async def ask_unread(rpc: AnyRpc, bus: Bus, request: Message) -> bytes:
    """Ask, and hand the reply on as it came: its sender made it by the contract (ADR 0055)."""
    return await bus.carry(rpc, request)


def endpoints() -> Iterator[Endpoint]:
    """Prepare every rpc that has an HTTP rule; a word of a path comes before what may be any."""
    ruled = [(rpc, rpc.http) for rpc in CATALOGUE if rpc.http is not None]
    for rpc, rule in sorted(ruled, key=lambda pair: pair[1].path.replace("{", _AFTER_LETTERS)):
        yield endpoint_of(rpc, rule)


def _tenant_field(path: str) -> str | None:
    if "{tenant_slug}" in path:
        return "tenant_slug"
    # Elsewhere `slug` may be a partner's or a plan's.
    return "slug" if path == _TENANTS or path.startswith(f"{_TENANTS}/") else None
