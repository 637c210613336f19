"""Which of several instances works: one, and another soon after it has fallen silent."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, Protocol

import structlog
from contracts.faults import Fault

from chassis.ending import end

log = structlog.get_logger()
_BEATS = 4


class LeaseStore(Protocol):
    """Where a lease stands: its holder, an epoch that grows with each, and the holder's beats."""

    async def position(self) -> Mapping[str, Any]:
        """Return `holder`, `epoch` and `beat` as they are stored."""
        ...

    async def take_lease(self, *, holder: str, epoch: int, beat: int) -> bool:
        """Take the lease over if it still is as it was seen; its epoch grows by one."""
        ...

    async def renew_lease(self, *, epoch: int) -> bool:
        """Show that the holder lives; false when somebody else took the lease."""
        ...

    async def release_lease(self, *, epoch: int) -> None:
        """Let the next one take over at once."""
        ...


class LeaseLost(Exception):  # noqa: N818 - states the fact
    """Somebody else works now; whatever this instance still does is refused."""


class Lease:
    """Held by showing life; taken over when the holder showed none for a whole interval.

    Each instance judges by its own monotonic clock and by what it saw: clocks may differ.
    """

    def __init__(
        self,
        store: LeaseStore,
        *,
        name: str,
        holder: str,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._name = name
        self._holder = holder
        self._seconds = seconds
        self._clock = clock

    async def acquire(self) -> int:
        """Wait until this instance holds the lease; return the epoch that its writes carry."""
        seen: tuple[int, int] | None = None
        since = self._clock()
        while True:
            position = await self._store.position()
            current = (int(position.get("epoch", 0)), int(position.get("beat", 0)))
            if current != seen:
                seen, since = current, self._clock()
            is_free = not position.get("holder")
            if is_free or self._clock() - since >= self._seconds:
                epoch, beat = current
                if await self._store.take_lease(holder=self._holder, epoch=epoch, beat=beat):
                    log.info("lease_taken", name=self._name, epoch=epoch + 1)
                    return epoch + 1
            await asyncio.sleep(self._seconds / _BEATS)

    async def hold(self, epoch: int, work: Coroutine[Any, Any, None]) -> None:
        """Work while the lease is held, then let go of it.

        Raises LeaseLost when somebody else took it, and whatever the work raises.
        """
        over = asyncio.Event()
        tasks = [asyncio.create_task(work), asyncio.create_task(self.keep(epoch, until=over))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            # First: who ends us may lose patience with what follows, and a lease that is renewed
            # for nobody would be nobody's for ever.
            over.set()
            await end(tasks)
            for task in tasks:
                if task.done() and not task.cancelled():
                    task.exception()  # what ended the other one is what counts
            with suppress(Fault):
                await self.release(epoch)

    async def keep(self, epoch: int, *, until: asyncio.Event | None = None) -> None:
        """Show life until it is over; raise LeaseLost when somebody else took the lease."""
        while True:
            await asyncio.sleep(self._seconds / _BEATS)
            if until is not None and until.is_set():
                return
            if not await self._store.renew_lease(epoch=epoch):
                raise LeaseLost

    async def release(self, epoch: int) -> None:
        """Let another instance work at once."""
        await self._store.release_lease(epoch=epoch)
