"""Watching a bucket over NATS, with a new feed whenever one broke.

nats-py's own watcher notices a server restart only after 16 to 19 seconds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from contracts.faults import TooLate, Unavailable
from nats.aio.msg import Msg

from bus import headers
from bus.backoff import Backoff
from bus.key_value import Watcher
from bus.listeners import Listeners
from bus.messages import Entry
from bus.tasks import lasting
from bus.view import View
from bus.wire.acknowledgements import place
from bus.wire.feed import Feed

log = structlog.get_logger()
_BACKOFF = Backoff(first_seconds=0.05, ceiling_seconds=2.0)


class NatsWatch:
    """Keeps a watcher's view complete, whatever happens to the server meanwhile."""

    def __init__(
        self,
        open_feed: Callable[[], Awaitable[Feed]],
        watcher: Watcher,
        *,
        prefix: str,
        reconnects: Listeners,
    ) -> None:
        self._open_feed = open_feed
        self._view = View(watcher)
        self._prefix = prefix
        self._reconnects = reconnects
        self._feed: Feed | None = None
        self._changed = asyncio.Event()
        self._stopped = False
        self._task: asyncio.Task[None] | None = None
        self._forget: Callable[[], object] = bool

    async def start(self) -> None:
        """Open the first feed here, so that its failure reaches the caller."""
        self._feed = await self._open_feed()
        self._forget = self._reconnects.add(self.renew)
        self._task = lasting(self._run(self._feed), name=f"watch {self._prefix}")

    async def stop(self) -> None:
        """Call the handler no more."""
        self._stopped = True
        self._forget()
        self.renew()
        if self._task and self._task is not asyncio.current_task():
            await asyncio.wait([self._task])

    def renew(self) -> None:
        """Take the present feed for broken."""
        self._changed.set()
        if self._feed:
            self._feed.lost()

    async def _run(self, feed: Feed) -> None:
        while not self._stopped:
            await self._follow(feed)
            await feed.close()
            feed = self._feed = await self._open_again() or feed

    async def _follow(self, feed: Feed) -> None:
        self._view.begin()
        left = feed.waiting
        if not left:
            await self._view.complete()
        while (message := await feed.next()) is not None and not self._stopped:
            await self._view.see(self._entry(message))
            left -= 1
            # A value that was overwritten meanwhile comes later, as a change.
            if left == 0 or (left > 0 and place(message.reply).pending == 0):
                left = 0
                await self._view.complete()

    async def _open_again(self) -> Feed | None:
        """Try until it works; at once when the line is up again."""
        for delay in _BACKOFF.delays():
            if self._stopped:
                return None
            self._changed.clear()
            try:
                return await self._open_feed()
            except (Unavailable, TooLate) as error:
                log.warning("bus_watch_waits", prefix=self._prefix, reason=str(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._changed.wait()
        return None  # pragma: no cover - the delays never end

    def _entry(self, message: Msg) -> Entry:
        carried = message.headers or {}
        return Entry(
            key=message.subject.removeprefix(self._prefix),
            value=message.data,
            revision=place(message.reply).stream_sequence,
            deleted=headers.OPERATION in carried or headers.MARKER_REASON in carried,
        )
