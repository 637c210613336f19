"""Knows since when what was read may be old: a quiet line and a dead one look alike."""

import asyncio
import contextlib
import time
from collections.abc import Callable

from bus import Connection
from contracts.faults import Fault

_PROOF_SECONDS = 5.0


class Freshness:
    """Asks the server for a sign of life: changes come over the same line, before it."""

    def __init__(
        self, connection: Connection, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._proven_at = clock()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def age_seconds(self) -> float:
        """Seconds since the last sign of life."""
        return self._clock() - self._proven_at

    def start(self) -> None:
        """Keep asking."""
        self._proven_at = self._clock()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Ask no more."""
        # Not cancelled: Python 3.11's wait_for, in the flush, may swallow that.
        self._stopping.set()
        if self._task is not None:
            await self._task

    async def prove(self) -> None:
        """Ask once."""
        asked_at = self._clock()
        with contextlib.suppress(Fault, TimeoutError):
            async with asyncio.timeout(_PROOF_SECONDS):
                await self._connection.flush()
            if self._connection.is_connected:
                self._proven_at = asked_at

    async def _run(self) -> None:
        while not self._stopping.is_set():
            await self.prove()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _PROOF_SECONDS)
