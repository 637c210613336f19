"""Answers rpcs as an ADR-32 service: many at once, none lost when it stops."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from contracts.faults import Internal, Unavailable
from contracts.rpc import Rpc

from bus import headers, subjects
from bus.connection import Connection, Handler, Subscription
from bus.discovery import VERBS, Identity, describe, no_data
from bus.endpoint import Answer, Endpoint, RpcHandler, refusal
from bus.faults import MessageTooLarge
from bus.messages import Incoming

log = structlog.get_logger()


class Service:
    """One instance; those of the same name share the load as a queue group.

    nats-py's own answers one request at a time per endpoint, tells callers `repr(error)`, and drops
    what it works on when it stops.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        name: str,
        version: str,
        description: str = "",
        metadata: Mapping[str, str] | None = None,
        max_in_flight: int = 256,
        data: Callable[[], Mapping[str, Any]] = no_data,
    ) -> None:
        """Let `data` return what STATS tells beyond the counts."""
        self._connection = connection
        self._identity = Identity(
            name=name, version=version, description=description, metadata=dict(metadata or {})
        )
        self._data = data
        self._endpoints: list[Endpoint] = []
        self._room = asyncio.Semaphore(max_in_flight)
        self._in_flight: set[asyncio.Task[None]] = set()
        self._subscriptions: list[Subscription] = []

    @property
    def id(self) -> str:
        """Return this instance's id."""
        return self._identity.id

    def add(self, rpc: Rpc[Any, Any], handler: RpcHandler) -> None:
        """Answer `rpc` with `handler`."""
        self._endpoints.append(Endpoint(rpc, handler))

    def serve(self, implementation: object, rpcs: Sequence[Rpc[Any, Any]]) -> None:
        """Answer each rpc with the method of its name; a missing one fails at once."""
        for rpc in rpcs:
            method = getattr(implementation, rpc.name, None)
            if method is None:
                raise TypeError(f"{type(implementation).__name__} has no method {rpc.name}")
            self.add(rpc, method)

    async def start(self) -> None:
        """Take requests; on return everybody can reach the service."""
        for endpoint in self._endpoints:
            await self._subscribe(
                endpoint.rpc.subject, self._taking(endpoint), queue=self._identity.name
            )
        for verb in VERBS:
            for path in ((), (self._identity.name,), (self._identity.name, self._identity.id)):
                await self._subscribe(subjects.discovery(verb, *path), self._describing(verb))
        await self._connection.flush()

    async def stop(self) -> None:
        """Take no more; return when everything received has been answered."""
        await asyncio.gather(*(subscription.drain() for subscription in self._subscriptions))
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        if self._connection.is_connected:
            # So that whoever counts instances can tell this from a crash.
            drained = subjects.live(self._identity.name, "drained")
            await self._connection.publish(drained, json.dumps({"id": self.id}).encode())
            await self._connection.flush()

    async def _subscribe(self, subject: str, handler: Handler, *, queue: str = "") -> None:
        subscription = await self._connection.subscribe(subject, handler, queue=queue)
        self._subscriptions.append(subscription)

    def _taking(self, endpoint: Endpoint) -> Handler:
        async def take(message: Incoming) -> None:
            if not message.reply:
                # Nobody waits: likely an answer that somebody had sent here.
                log.warning("request_without_inbox_refused", subject=message.subject)
                return
            await self._room.acquire()
            task = asyncio.create_task(self._answer(endpoint, message))
            self._in_flight.add(task)
            task.add_done_callback(self._done)

        return take

    def _done(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        self._room.release()

    async def _answer(self, endpoint: Endpoint, message: Incoming) -> None:
        answer = await endpoint.answer(message)
        try:
            await self._send(message, answer)
        except MessageTooLarge:
            log.warning("reply_too_large", rpc=message.subject, size_bytes=len(answer.payload))
            await self._send(message, refusal(Internal("The answer is too large.")))

    async def _send(self, message: Incoming, answer: Answer) -> None:
        try:
            await self._connection.publish(message.reply, answer.payload, headers=answer.headers)
        except Unavailable:
            log.warning("reply_lost", rpc=message.subject)

    def _describing(self, verb: str) -> Handler:
        async def tell(message: Incoming) -> None:
            said = describe(verb, self._identity, self._endpoints, self._data)
            await self._send(message, Answer(said, {headers.CONTENT_TYPE: headers.JSON}))

        return tell
