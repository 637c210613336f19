"""A durable's reading end in memory."""

import asyncio
import contextlib
from collections.abc import Callable

from bus.delivery import Delivery, Settlement
from bus.faults import BusUnavailable
from bus.memory.durable import Durable


class MemoryPuller:
    """Takes from a durable; waits for its first message, a lease that ends, or the time-out."""

    def __init__(
        self, durable: Durable, *, clock: Callable[[], float], is_connected: Callable[[], bool]
    ) -> None:
        self._durable = durable
        self._clock = clock
        self._is_connected = is_connected
        self._closed = False

    async def fetch(self, batch: int, *, timeout_seconds: float) -> list[Delivery]:
        """Return what is there, at most `batch`; wait for a first message if there is none."""
        end = self._clock() + timeout_seconds
        while not self._closed:
            if not self._is_connected():
                raise BusUnavailable
            if taken := self._durable.take(batch, settle=self._settle):
                return taken
            due = self._durable.next_due()
            wait_seconds = min(end, end if due is None else due) - self._clock()
            if self._clock() >= end:
                break
            self._durable.changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, wait_seconds)):
                    await self._durable.changed.wait()
        return []

    async def _settle(self, sequence: int, settlement: Settlement, delay_seconds: float) -> None:
        if not self._is_connected():
            raise BusUnavailable
        self._durable.settle(sequence, settlement, delay_seconds)

    async def close(self) -> None:
        """End a waiting fetch."""
        self._closed = True
        self._durable.changed.set()
