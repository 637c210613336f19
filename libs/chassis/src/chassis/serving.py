"""Binds a service's methods to its rpcs: deadline to the database, idempotent commands."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bus import Service
from contracts.message import Message
from contracts.rpc import Rpc

from chassis.faults import database_deadline
from chassis.idempotency import Idempotency

Handler = Callable[[Any], Awaitable[Any]]


def serve(
    service: Service,
    implementation: object,
    rpcs: Sequence[Rpc[Any, Any]],
    *,
    idempotency: Idempotency,
) -> None:
    """Add an endpoint per rpc, bound to the method of its name; a missing method fails at once."""
    for rpc in rpcs:
        method = getattr(implementation, rpc.name, None)
        if method is None:
            raise TypeError(f"{type(implementation).__name__} has no method {rpc.name}")
        service.add(rpc, _guarded(rpc, method, idempotency))


def _guarded(rpc: Rpc[Any, Any], method: Handler, idempotency: Idempotency) -> Handler:
    async def handle(request: Message) -> Message:
        with database_deadline():
            if rpc.changes:
                return await idempotency.once(rpc, request, method)
            reply: Message = await method(request)
            return reply

    return handle
