"""Tries again until a sink takes it, or trying again can't help."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from bus.backoff import Backoff

from sinks.notification import Notification
from sinks.sink import NotDelivered, Sink

log = structlog.get_logger()
_ATTEMPTS = 5
_PAUSE = Backoff(first_seconds=1.0, ceiling_seconds=60.0)

Sleep = Callable[[float], Awaitable[None]]


class Courier:
    """Delivers at least once; receivers dedupe by the notification's id."""

    def __init__(
        self, *, attempts: int = _ATTEMPTS, backoff: Backoff = _PAUSE, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._attempts = attempts
        self._backoff = backoff
        self._sleep = sleep

    async def deliver(self, sink: Sink, notification: Notification) -> None:
        """Return once it is taken; raise the last NotDelivered when it never is."""
        for attempt in range(1, self._attempts + 1):
            try:
                await sink.send(notification)
            except NotDelivered as refused:
                log.warning(
                    "notification_not_delivered",
                    sink=sink.name,
                    notification_id=notification.id,
                    attempt=attempt,
                    reason=str(refused),
                )
                if refused.is_final or attempt == self._attempts:
                    raise
                await self._sleep(max(refused.retry_after_seconds, self._backoff.delay(attempt)))
            else:
                return
