"""Work that is done again and again, whatever it meets."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from contracts.faults import Fault
from pymongo.errors import PyMongoError

log = structlog.get_logger()


async def again(turn: Callable[[], Awaitable[None]], *, seconds: float) -> None:
    """Take turns until cancelled, with a pause between; a bus or database that is away is told."""
    while True:
        try:
            await turn()
        except (Fault, PyMongoError) as error:
            log.warning(
                "turn_waits",
                turn=getattr(turn, "__qualname__", ""),
                reason=str(error).split(",", 1)[0],
            )
        await asyncio.sleep(seconds)
