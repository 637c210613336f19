"""Tasks that run until they are stopped: the end of one is never silent."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


def lasting(work: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
    """Start a task whose failure is logged the moment it happens."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_report)
    return task


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.critical("bus_task_died", task=task.get_name(), exc_info=error)
