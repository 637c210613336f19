"""`asyncio.wait_for` of Python 3.11, mended: it loses a cancellation that comes as its work ends.

nats-py and pymongo wait with it for each write. A loop that was cancelled in such a moment goes on
for ever, and with it the process that should stop (ADR 0054; python/cpython#86296, mended in 3.12).
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")
_original = asyncio.wait_for


async def wait_for(awaited: Awaitable[T], timeout: float | None) -> T:  # noqa: ASYNC109 - asyncio's
    """Await, at most so many seconds, as Python 3.12 does."""
    if timeout is not None and timeout <= 0:
        return await _original(awaited, timeout)
    async with asyncio.timeout(timeout):
        return await awaited


def mend_wait_for() -> None:
    """Put it in the original's place, where that is needed; idempotent."""
    if sys.version_info < (3, 12):
        # Generators, which typeshed lets in as well, are awaited by nobody any more.
        asyncio.wait_for = wait_for  # type: ignore[assignment]
