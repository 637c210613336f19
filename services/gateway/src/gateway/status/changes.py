"""Changes of the platform's health as they happen, for browsers (SSE)."""

import asyncio
import contextlib
from collections.abc import Callable

from bus import Connection, Incoming
from contracts.health.v1 import GetPlatformHealthResponse
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

_SUBJECT = "event.health.>"
_NAMES = frozenset({"status_changed", "incident_changed"})
# A proxy closes what is silent for a minute.
_COMMENT_SECONDS = 15.0
# Then the browser comes again, with a token that is checked again.
_LONGEST_SECONDS = 300.0
# Who reads no faster than this has to begin again.
_MOST_WAITING = 256
_HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
]


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
        gone = asyncio.create_task(_disconnected(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEAD})
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_SECONDS):
                    while not gone.done() and self._is_heard():
                        await send(_part(await self._next(gone), more=True))
            await send(_part(b"", more=False))
        finally:
            gone.cancel()
            self._leave(self._listener)

    async def _next(self, gone: asyncio.Task[None]) -> bytes:
        """Return the next event, or a comment that keeps the line open."""
        waiting = asyncio.create_task(self._listener.get())
        try:
            await asyncio.wait(
                [waiting, gone], timeout=_COMMENT_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            return waiting.result() if waiting.done() else b": still here\n\n"
        finally:
            waiting.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(name: str, payload: bytes) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), payload)


def _part(body: bytes, *, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": body, "more_body": more}
