"""Ends tasks for certain: one that loses its cancellation is told again, and then left behind."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

log = structlog.get_logger()
_AGAIN_AFTER_SECONDS = 1.0
_TIMES = 3


async def end(
    tasks: Sequence[asyncio.Task[Any]], *, again_after_seconds: float = _AGAIN_AFTER_SECONDS
) -> None:
    """Cancel and wait. Who cleans up for longer than a second is interrupted in that, too."""
    left = set(tasks)
    for _ in range(_TIMES):
        for task in left:
            task.cancel()
        if left:
            try:
                _, left = await asyncio.wait(left, timeout=again_after_seconds)
            except asyncio.CancelledError:
                # Told again ourselves: so are they, or what lost the first time lives for ever.
                for task in left:
                    task.cancel()
                raise
    if left:
        log.error("work_does_not_end", tasks=sorted(task.get_name() for task in left))
