"""Event streams (HTML §9.2): what each of them needs, whatever it tells."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from starlette.types import Receive, Send

T = TypeVar("T")

_HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
]
# A proxy closes what is silent for a minute.
_COMMENT_SECONDS = 15.0


class Line:
    """An open stream to one client."""

    def __init__(self, send: Send, gone: asyncio.Task[None]) -> None:
        self._send = send
        self._gone = gone

    @property
    def is_open(self) -> bool:
        """Say whether the client is still there."""
        return not self._gone.done()

    async def tell(self, text: bytes) -> None:
        """Send events as they are written on the wire."""
        await self._send(_part(text, more=True))

    async def next(self, event: Coroutine[Any, Any, T]) -> T | None:
        """Await an event; None when the client went, or after a silence that a comment broke."""
        waiting = asyncio.create_task(event)
        try:
            await asyncio.wait(
                [waiting, self._gone],
                timeout=_COMMENT_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if waiting.done():
                return waiting.result()
            if self.is_open:
                await self.tell(b": still here\n\n")
            return None
        finally:
            waiting.cancel()


async def serve(
    receive: Receive,
    send: Send,
    follow: Callable[[Line], Awaitable[None]],
    *,
    longest_seconds: float,
) -> None:
    """Let `follow` tell what happens until it ends, or for so long; then the client comes again."""
    gone = asyncio.create_task(_disconnected(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEAD})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest_seconds):
                await follow(Line(send, gone))
        await send(_part(b"", more=False))
    finally:
        gone.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _part(body: bytes, *, more: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": body, "more_body": more}
