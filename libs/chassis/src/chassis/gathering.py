"""Look-ups by key, gathered: whoever asks while one is under way is part of the next (ADR 0111)."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import Context
from typing import Generic, TypeVar

from bus import deadline

from chassis.faults import DatabaseTooLate, database_deadline

V = TypeVar("V")
# Of whoever asks; those who have less time stop waiting by themselves.
_SECONDS = 5.0


class Gathered(Generic[V]):
    """Nobody waits to be gathered, and nobody gets what was read before they asked."""

    def __init__(self, look_up: Callable[[Sequence[str]], Awaitable[Mapping[str, V]]]) -> None:
        """`look_up` returns what there is of these keys."""
        self._look_up = look_up
        self._asked: dict[str, asyncio.Future[V | None]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def get(self, key: str) -> V | None:
        """Return what there is under this key; raise what the look-up for it raised."""
        if key not in self._asked:
            self._asked[key] = asyncio.get_running_loop().create_future()
        answer = self._asked[key]
        if self._looking is None:
            # It belongs to nobody's request in particular: neither to its trace nor to its time.
            self._looking = asyncio.create_task(self._look(), context=Context())
        try:
            async with asyncio.timeout(deadline.remaining_seconds()):
                # Who goes away doesn't take it from the others.
                return await asyncio.shield(answer)
        except TimeoutError:
            raise DatabaseTooLate("The database didn't answer in time.") from None

    async def _look(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                await self._answer(asked)
        finally:
            self._looking = None

    async def _answer(self, asked: Mapping[str, "asyncio.Future[V | None]"]) -> None:
        try:
            with deadline.within(_SECONDS), database_deadline():
                found = await self._look_up(list(asked))
        except Exception as error:  # noqa: BLE001 - for each who asked to raise
            for answer in asked.values():
                answer.set_exception(error)
                # Nobody may be left to hear of it.
                answer.exception()
        else:
            for key, answer in asked.items():
                answer.set_result(found.get(key))
