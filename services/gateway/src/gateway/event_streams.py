"""Event streams (HTML §9.2): what each of them needs, whatever it tells."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from starlette.types import Message, Receive, Send

from gateway.pieces import disconnected, piece

T = TypeVar("T")

_HEAD = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
]
# A proxy closes what is silent for a minute.
_COMMENT_SECONDS = 15.0
# What was told waited so long for the client to read on: it is told to come again, once it reads.
_SLOW_SECONDS = 5.0
# So long it is waited for; then there is nobody to tell.
_STUCK_SECONDS = 30.0
_CUT = b'event: cut\ndata: {"reason":"reader_too_slow"}\n\n'


class ReaderTooSlow(Exception):  # noqa: N818 - states the fact
    """The client reads more slowly than it is told."""


class ReaderStuck(Exception):  # noqa: N818 - states the fact
    """The client doesn't read any more."""


class Line:
    """An open stream to one client."""

    def __init__(
        self,
        send: Send,
        gone: asyncio.Task[None],
        *,
        clock: Callable[[], float] = time.monotonic,
        stuck_seconds: float = _STUCK_SECONDS,
    ) -> None:
        self._send = send
        self._gone = gone
        self._clock = clock
        self._stuck_seconds = stuck_seconds
        self._told_at = clock()

    @property
    def is_open(self) -> bool:
        """Say whether the client is still there."""
        return not self._gone.done()

    async def tell(self, text: bytes) -> None:
        """Send events as they are written on the wire; give up a client that doesn't keep up."""
        began = self._clock()
        await self._sent(piece(text, more=True))
        self._told_at = self._clock()
        if self._told_at - began > _SLOW_SECONDS:
            raise ReaderTooSlow

    async def end(self, text: bytes = b"") -> None:
        """Send what is last."""
        await self._sent(piece(text, more=False))

    async def _sent(self, part: Message) -> None:
        sending = asyncio.ensure_future(self._send(part))
        try:
            await asyncio.wait([sending], timeout=self._stuck_seconds)
            if not sending.done():
                raise ReaderStuck
            sending.result()
        finally:
            sending.cancel()

    async def next(
        self, event: Coroutine[Any, Any, T], *, seconds: float = _COMMENT_SECONDS
    ) -> T | None:
        """Await an event for so long; None when none came, or the client went.

        A silence of 15 seconds is broken by a comment.
        """
        waiting = asyncio.create_task(event)
        try:
            await asyncio.wait(
                [waiting, self._gone], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if waiting.done():
                return waiting.result()
            is_silent = self._clock() - self._told_at >= _COMMENT_SECONDS - seconds / 2
            if self.is_open and is_silent:
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
    clock: Callable[[], float] = time.monotonic,
    stuck_seconds: float = _STUCK_SECONDS,
) -> None:
    """Let `follow` tell what happens until it ends, or for so long; then the client comes again.

    A client that reads too slowly is cut, by an event that says so if it reads at all.
    """
    gone = asyncio.create_task(disconnected(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEAD})
        line = Line(send, gone, clock=clock, stuck_seconds=stuck_seconds)
        with contextlib.suppress(ReaderStuck):
            try:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(longest_seconds):
                        await follow(line)
            except ReaderTooSlow:
                await line.end(_CUT)
            else:
                await line.end()
    finally:
        gone.cancel()
