"""When the running service reconciles: one round after the other, a piece at a time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from chassis import Clock, now


class Pieces(Protocol):
    """What is done piece by piece."""

    async def sweep(self) -> int:
        """Do the next piece; tell how much there was."""
        ...


class Rounds:
    """A round goes on until nothing is left to look at; the next begins `every` later.

    It never asks for more at once: a log of millions of entries is read beside everything else.
    While much waits to be stored it stands back, but no longer than `every`: what is always busy is
    compared as well.
    """

    def __init__(
        self,
        pieces: Pieces,
        *,
        every: timedelta,
        is_calm: Callable[[], Awaitable[bool]],
        clock: Clock = now,
    ) -> None:
        self._pieces = pieces
        self._every = every
        self._is_calm = is_calm
        self._clock: Callable[[], datetime] = clock
        self._next = self._went_on = clock()

    async def sweep(self) -> int:
        """Do a piece if a round is on; tell that nothing is urgent."""
        if self._clock() < self._next:
            return 0
        if self._clock() < self._went_on + self._every and not await self._is_calm():
            return 0
        self._went_on = self._clock()
        if not await self._pieces.sweep():
            self._next = self._went_on + self._every
        return 0
