"""Work that is looked for again and again."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from chassis.awaiting import until_there
from contracts.faults import Fault

log = structlog.get_logger()
_PAUSE_SECONDS = 300.0


async def keep_sweeping(name: str, sweep: Callable[[], Awaitable[None]]) -> None:
    """Sweep until cancelled; what was refused is tried again with the next sweep."""
    while True:
        try:
            await until_there(name, sweep)
        except Fault as error:
            log.warning("sweep_waits", work=name, reason=str(error).split(",", 1)[0])
        await asyncio.sleep(_PAUSE_SECONDS)
