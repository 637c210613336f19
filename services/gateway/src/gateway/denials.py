"""Every refused person leaves an audit entry, stored before they are told.

The first denial is in the stream before its 403 is answered. Repeats within the window are counted
in memory and written as one entry when the window ends or the gateway stops, tried until the stream
has acknowledged. So kill -9 loses the count of one window's repeats, never that it happened.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextvars import copy_context
from typing import Any

import structlog
from bus import Connection, acting_as
from bus.faults import BusUnavailable
from chassis import AuditTrail, OutboxEntry
from contracts.faults import Fault

from gateway.denial import Denial, Window

log = structlog.get_logger()

_ACTION = "gateway.access_denied"
_TICK_SECONDS = 1.0
_MOST_WINDOWS = 10_000


class Denials:
    """Writes the gateway's entries about refused people."""

    def __init__(
        self,
        connection: Connection,
        trail: AuditTrail,
        *,
        window_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._trail = trail
        self._window_seconds = window_seconds
        self._clock = clock
        self._windows: dict[tuple[str, ...], Window] = {}
        self._due: deque[tuple[OutboxEntry, int]] = deque()

    async def record(self, denial: Denial) -> None:
        """Return once the denial is stored, or counted beside one that is; Unavailable if not."""
        with acting_as(denial.actor):
            window = self._windows.get(denial.key)
            if window is None and len(self._windows) >= _MOST_WINDOWS:
                await self._append(self._entry(denial))
                return
            if window is None:
                window = self._open(denial)
            elif not self._connection.is_connected:
                raise BusUnavailable
            else:
                window.repeats += 1
            # Shielded: who hangs up after the attempt has made it nevertheless.
            await asyncio.shield(window.stored)

    async def run(self) -> None:
        """End windows when their time is up, and write what they counted."""
        while True:
            await asyncio.sleep(min(_TICK_SECONDS, self._window_seconds / 2))
            await self.write(older_than_seconds=self._window_seconds)

    async def write(self, *, older_than_seconds: float = 0.0) -> bool:
        """Write the repeats of windows of this age; say whether nothing is left to write."""
        opened_until = self._clock() - older_than_seconds
        for key, window in list(self._windows.items()):
            if window.opened_at <= opened_until and window.stored.done():
                del self._windows[key]
                self._end(window)
        while self._due:
            try:
                await self._append(self._due[0][0])
            except Fault as fault:
                log.warning("denial_repeats_waiting", entries=len(self._due), reason=fault.reason)
                return False
            self._due.popleft()
        return not self._windows

    async def stop(self, *, within_seconds: float) -> None:
        """Write what is counted, as long as there is time for it."""
        try:
            async with asyncio.timeout(within_seconds):
                while not await self.write():  # noqa: ASYNC110 - a retry, not a wait
                    await asyncio.sleep(_TICK_SECONDS / 10)
        except TimeoutError:
            for entry, repeats in self._due:
                log.error("denials_lost", subject=entry.subject, repeats=repeats)  # noqa: TRY400

    def _open(self, denial: Denial) -> Window:
        stored = asyncio.create_task(self._store_first(denial.key, self._entry(denial)))
        window = Window(
            denial=denial, context=copy_context(), opened_at=self._clock(), stored=stored
        )
        self._windows[denial.key] = window
        # Told to whoever still waits; when all have hung up, to nobody.
        stored.add_done_callback(lambda task: task.cancelled() or task.exception())
        return window

    async def _store_first(self, key: tuple[str, ...], entry: OutboxEntry) -> None:
        try:
            await self._append(entry)
        except BaseException:
            # Nobody who waits for it was told 403: the next one is the first again.
            self._windows.pop(key, None)
            raise

    def _end(self, window: Window) -> None:
        if window.repeats:
            counted = {"repeats": window.repeats, "windowSeconds": self._window_seconds}
            entry = window.context.run(self._entry, window.denial, counted)
            self._due.append((entry, window.repeats))

    def _entry(self, denial: Denial, counted: Mapping[str, Any] | None = None) -> OutboxEntry:
        return self._trail.entry(
            _ACTION,
            outcome="denied",
            resource_type="route",
            resource_id=denial.route,
            resource_name=denial.path,
            tenant_slug=denial.tenant,
            metadata={
                "reason": denial.reason,
                "audience": denial.actor.audience,
                **(counted or {}),
            },
        )

    async def _append(self, entry: OutboxEntry) -> None:
        await self._connection.append(
            entry.subject, entry.payload.encode(), headers=entry.headers, message_id=entry.id
        )
