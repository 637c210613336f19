"""The seals as one sequence of entries' ids, found by index or by time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

from audit.sealing.seal import Seal
from audit.sealing.store import SealStore

# So often it is looked whether the log has grown, and only while somebody waits for it.
_LOOK_SECONDS = 0.1
_SEALS_AT_ONCE = 20


class Log:
    """One view of the log for everybody in this process."""

    def __init__(self, store: SealStore, *, look_seconds: float = _LOOK_SECONDS) -> None:
        self._store = store
        self._look_seconds = look_seconds
        self._last = 0
        self._looking: asyncio.Task[None] | None = None

    async def after(self, number: int) -> Sequence[Seal]:
        """Return the next seals behind this number, a few at a time."""
        return await self._store.next_of_all(number, limit=_SEALS_AT_ONCE)

    async def end(self) -> tuple[int, int]:
        """Return the last seal's number, and the index that the next entry will have."""
        number = await self._first_that(lambda _seal: False) - 1
        self._last = max(self._last, number)
        return number, await self.end_of(number)

    async def end_of(self, number: int) -> int:
        """Return the index behind a seal's last entry; 0 for number 0, which is before all."""
        seal = await self._store.one_of_all(number) if number else None
        return seal.end if seal else 0

    async def before(self, index: int) -> int:
        """Return the number of the last seal that ends before the entry at `index`."""
        return await self._first_that(lambda seal: seal.end > index) - 1

    async def reaches(self, index: int, *, behind: int) -> bool:
        """Say whether there is an entry at `index`; the seal `behind` ends before the next one."""
        last = await self._store.one_of_all(behind) if behind else None
        if last is not None and last.end > index:
            return True
        return await self._store.one_of_all(behind + 1) is not None

    async def before_time(self, moment: datetime) -> int:
        """Return the number of the last seal that was made before a time."""
        return await self._first_that(lambda seal: seal.at >= moment) - 1

    async def grown(self, number: int, *, seconds: float) -> bool:
        """Wait until there is a seal behind this one, which exists; say whether there is."""
        self._last = max(self._last, number)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._last <= number:
                    await self._look()
        return self._last > number

    async def _look(self) -> None:
        """Let one look serve all who wait."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._grow())
        await asyncio.shield(self._looking)

    async def _grow(self) -> None:
        seals = await self.after(self._last)
        if seals:
            self._last = seals[-1].number
        else:
            await asyncio.sleep(self._look_seconds)

    async def _first_that(self, holds: Callable[[Seal], bool]) -> int:
        """Return the number of the first seal that a condition holds for, as for all after it.

        One behind the last if it holds for none.
        """

        async def is_there(number: int) -> bool:
            seal = await self._store.one_of_all(number)
            return seal is None or holds(seal)

        start = max(1, self._last)
        return await _first(is_there, start=start)


async def _first(holds: Callable[[int], Awaitable[bool]], *, start: int) -> int:
    """Look around `start` in growing steps, then between two of them: most is asked near it."""
    step = 1
    if await holds(start):
        upper = start
        while upper - step >= 1 and await holds(upper - step):
            upper, step = upper - step, step * 2
        lower = max(1, upper - step)
    else:
        lower = start + 1
        while not await holds(lower + step):
            lower, step = lower + step + 1, step * 2
        upper = lower + step
    while lower < upper:
        middle = (lower + upper) // 2
        if await holds(middle):
            upper = middle
        else:
            lower = middle + 1
    return lower
