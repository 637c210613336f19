"""Waits for what a service needs before it can start."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from bus.backoff import Backoff
from contracts.faults import TooLate, Unavailable
from pymongo.errors import ConnectionFailure

from chassis.ending import end

log = structlog.get_logger()
T = TypeVar("T")
_BACKOFF = Backoff(first_seconds=0.1, ceiling_seconds=2.0)


async def until_there(what: str, attempt: Callable[[], Awaitable[T]]) -> T:
    """Try until it works, and say once what is awaited. Other failures pass: waiting is no help."""
    failures = 0
    while True:
        try:
            return await attempt()
        except (Unavailable, TooLate, ConnectionFailure) as error:
            failures += 1
            if failures == 1:
                log.warning("awaiting", needed=what, reason=str(error).split(",", 1)[0])
        await asyncio.sleep(_BACKOFF.delay(failures))


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do the work, or drop it and return None as soon as the process is told to stop."""
    task = asyncio.create_task(work)
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not task.done():
        await end([task])
        return None
    return await task
