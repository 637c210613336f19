"""Hands items to a handler one after the other, in a task that lives only while there are some."""

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """A subscription's queue. Its handler doesn't raise: `handling` sees to that."""

    def __init__(self, handler: Callable[[T], Awaitable[object]]) -> None:
        self._handler = handler
        self._items: deque[T] = deque()
        self._task: asyncio.Task[None] | None = None

    def put(self, item: T) -> None:
        """Queue an item."""
        self._items.append(item)
        if self._task is None:
            # A context of its own: over a socket, too, nothing travels but what headers carry.
            self._task = asyncio.get_running_loop().create_task(
                self._run(), context=contextvars.Context()
            )

    async def idle(self) -> None:
        """Return when everything queued has been handled."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def discard(self) -> None:
        """Forget what waits."""
        self._items.clear()

    async def _run(self) -> None:
        while self._items:
            await self._handler(self._items.popleft())
        self._task = None
