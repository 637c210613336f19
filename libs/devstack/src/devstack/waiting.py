"""Waits for what happens in its own time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
_POLL_SECONDS = 0.02


async def eventually(
    look: Callable[[], Awaitable[T]],
    *,
    until: Callable[[T], bool] = bool,
    timeout_seconds: float = 30.0,
    poll_seconds: float = _POLL_SECONDS,
) -> T:
    """Look until what is seen satisfies `until`; fail with the last sight when it never does."""
    give_up_at = time.monotonic() + timeout_seconds
    while True:
        seen = await look()
        if until(seen):
            return seen
        if time.monotonic() > give_up_at:
            raise AssertionError(f"not in {timeout_seconds} s; last seen: {seen!r}")
        await asyncio.sleep(poll_seconds)
