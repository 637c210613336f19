"""Changes of the platform's health as they happen, for browsers (SSE)."""

import asyncio
from collections.abc import Callable

from bus import Connection, Incoming
from contracts.health.v1 import GetPlatformHealthResponse
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.event_streams import Line, serve

_SUBJECT = "event.health.>"
_NAMES = frozenset({"status_changed", "incident_changed"})
# Then the browser comes again, with a token that is checked again.
_LONGEST_SECONDS = 300.0
# Who reads no faster than this has to begin again.
_MOST_WAITING = 256


class Changes:
    """One subscription for all browsers of this instance."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[bytes]] = set()

    async def follow(self, connection: Connection) -> None:
        """Hear every change from now on."""
        await connection.subscribe(_SUBJECT, self.hear)

    async def hear(self, message: Incoming) -> None:
        """Hand a change to everybody who listens."""
        name = message.subject.rpartition(".")[2]
        if name not in _NAMES:
            return
        for listener in list(self._listeners):
            if listener.full():
                self._listeners.discard(listener)
                continue
            listener.put_nowait(_event(name, message.payload))

    def show(self, reply: GetPlatformHealthResponse, _request: Request) -> ASGIApp:
        """Return a stream: everything as it is now, then each change."""
        listener: asyncio.Queue[bytes] = asyncio.Queue(_MOST_WAITING)
        self._listeners.add(listener)
        listener.put_nowait(_event("platform", reply.dump_json()))
        return Stream(listener, lambda: listener in self._listeners, self._listeners.discard)


class Stream:
    """One browser's stream."""

    def __init__(
        self,
        listener: asyncio.Queue[bytes],
        is_heard: Callable[[], bool],
        leave: Callable[[asyncio.Queue[bytes]], None],
    ) -> None:
        self._listener = listener
        self._is_heard = is_heard
        self._leave = leave

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the browser goes, or for five minutes."""
        try:
            await serve(receive, send, self._follow, longest_seconds=_LONGEST_SECONDS)
        finally:
            self._leave(self._listener)

    async def _follow(self, line: Line) -> None:
        while line.is_open and self._is_heard():
            event = await line.next(self._listener.get())
            if event is not None:
                await line.tell(event)


def _event(name: str, payload: bytes) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), payload)
