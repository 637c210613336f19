"""Lets a transport work, tick after tick, while this instance holds the lease."""

import asyncio
import random
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

import structlog
from chassis.lease import Lease, LeaseLost
from contracts.faults import Fault

from ingest.position import Position
from ingest.store import SourceStore
from ingest.telemetry import Figures

log = structlog.get_logger()
_JITTER = 0.1
_STATE_SECONDS = 1.0


class UpstreamFailed(Exception):  # noqa: N818 - states the fact
    """The upstream can't be read; `kind` is what is counted, the text what operators see."""

    def __init__(self, kind: str, problem: str) -> None:
        super().__init__(problem)
        self.kind = kind


class Transport(Protocol):
    """How events come in, one tick at a time; ticks never overlap."""

    async def tick(self, position: Position) -> bool:
        """Publish what is there, save the cursor; say whether more is known to wait."""
        ...

    def rewind(self, cursor: dict[str, Any], since: datetime | None) -> dict[str, Any]:
        """Return the cursor that reads again what the upstream has from `since` on."""
        ...


class Worker:
    """One instance's part in one source."""

    def __init__(
        self,
        transport: Transport,
        store: SourceStore,
        figures: Figures,
        *,
        lease: Lease,
        interval_seconds: float,
    ) -> None:
        self._transport = transport
        self._store = store
        self._figures = figures
        self._lease = lease
        self._interval = interval_seconds
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Ask for a tick soon: something may have happened."""
        self._awake.set()

    async def run(self) -> None:
        """Wait for the lease, work until it is lost, and so on until cancelled."""
        while True:
            try:
                await self._store.prepare()
                epoch = await self._lease.acquire()
            except Fault as fault:
                self._note(fault)
                await asyncio.sleep(_STATE_SECONDS)
                continue
            await self._hold(epoch)

    async def _hold(self, epoch: int) -> None:
        self._figures.begin()
        try:
            await self._lease.hold(epoch, self._work(epoch))
        except LeaseLost:
            log.warning("lease_lost", source=self._store.source, epoch=epoch)
        except Fault as fault:
            self._note(fault)
        finally:
            self._figures.rest()

    async def _work(self, epoch: int) -> None:
        stored = await self._store.position()
        position = Position(
            self._store, self._figures, epoch=epoch, cursor=stored.get("cursor") or {}
        )
        replays = int(stored.get("replays", 0))
        while True:
            self._awake.clear()
            state = await self._store.state()
            if state.paused:
                await self._sleep(self._interval, version=state.version)
                continue
            if state.replays > replays:
                position.cursor = self._transport.rewind(position.cursor, state.replay_since)
                replays = state.replays
                await position.save(replays=replays)
            if not await self._tick(position):
                seconds = self._interval * (1 + random.uniform(-_JITTER, _JITTER))  # noqa: S311
                await self._sleep(seconds, version=state.version)

    async def _tick(self, position: Position) -> bool:
        try:
            more = await self._transport.tick(position)
            self._figures.works(is_caught_up=not more)
            await position.save_figures()
        except UpstreamFailed as failure:
            self._figures.failed(failure.kind, str(failure))
            log.warning("upstream_failed", source=self._store.source, reason=str(failure))
        except Fault as fault:
            self._note(fault)
        except LeaseLost:
            raise
        except Exception as error:
            # A mistake of ours: it is shown, and the rest of the service lives on.
            log.exception("tick_failed", source=self._store.source)
            self._figures.failed("tick_failed", f"internal error: {type(error).__name__}")
        else:
            return more
        await position.save_figures()
        return False

    def _note(self, fault: Fault) -> None:
        self._figures.failed(fault.reason, fault.detail)
        log.warning("ingest_waits", source=self._store.source, reason=self._figures.problem)

    async def _sleep(self, seconds: float, *, version: int) -> None:
        """Sleep, but not when asked to wake, and not past an operator's decision."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while (left := until - clock()) > 0 and not self._awake.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, _STATE_SECONDS)):
                    await self._awake.wait()
            if left > _STATE_SECONDS and (await self._store.state()).version != version:
                return
