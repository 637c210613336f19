"""Work at a rate that doesn't wait for those who do it."""

import asyncio
import time
from collections.abc import AsyncIterator


async def paced(count: int, batch: int, rate: int) -> AsyncIterator[range]:
    """Give numbers in batches, each at its time; what is late isn't left out."""
    started = time.perf_counter()
    for first in range(0, count, batch):
        await asyncio.sleep(max(0.0, started + first / rate - time.perf_counter()))
        yield range(first, min(first + batch, count))
