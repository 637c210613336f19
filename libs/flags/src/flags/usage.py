"""Tells the flag service how often flags were evaluated: now and then, off the hot path."""

import asyncio
from collections import Counter
from typing import Protocol

import structlog
from chassis import Clock, now
from contracts.faults import Fault
from contracts.flag.v1 import ReportUsageRequest, ReportUsageResponse, UsageCount

from flags.watching import Flags

log = structlog.get_logger()

_EVERY_SECONDS = 60.0
_MOST_ROWS = 10_000


class Service(Protocol):
    """The flag service, or a client of it."""

    async def report_usage(self, request: ReportUsageRequest) -> ReportUsageResponse:
        """Add what was counted."""
        ...


class UsageReporter:
    """Reports what one process has counted; what couldn't be told is told with the next."""

    def __init__(
        self,
        flags: Flags,
        service: Service,
        *,
        every_seconds: float = _EVERY_SECONDS,
        clock: Clock = now,
    ) -> None:
        self._flags = flags
        self._service = service
        self._every_seconds = every_seconds
        self._clock = clock
        self._untold: Counter[tuple[str, str]] = Counter()

    async def run(self) -> None:
        """Report for ever."""
        while True:
            await asyncio.sleep(self._every_seconds)
            await self.report()

    async def report(self) -> None:
        """Report once, if there is anything."""
        self._untold += self._flags.all.drain()
        rows = list(self._untold.items())[:_MOST_ROWS]
        if not rows:
            return
        moment = self._clock()
        counts = [
            UsageCount(key=key, variant=variant, evaluations=count, last_seen_at=moment)
            for (key, variant), count in rows
        ]
        try:
            await self._service.report_usage(ReportUsageRequest(counts=counts))
        except Fault as fault:
            log.warning("usage_untold", reason=fault.reason, rows=len(rows))
            return
        self._untold -= Counter(dict(rows))
