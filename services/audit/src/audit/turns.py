"""Work on many, during which the event loop gets its turn again and again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TypeVar

from chassis.portions import portions

T = TypeVar("T")
_TURN = 50


async def in_turns(items: Sequence[T]) -> AsyncIterator[T]:
    """Yield all of them; what waits for an answer, or to ask, goes on in between."""
    for portion in portions(items, _TURN):
        await asyncio.sleep(0)
        for item in portion:
            yield item
