"""Following entries: one method per rpc."""

import asyncio

from bus import current_actor
from chassis import Clock, now, scope_of
from chassis.pages import page_of
from contracts.audit import v1

from audit.following.follower import Follower, Place, Reading
from audit.query.selecting import filter_of, selection_of
from audit.rules import ROLES

_PAGE = 100


class FollowingService(v1.FollowingService):
    """The log forward, as far as the caller may see it."""

    def __init__(self, follower: Follower, *, clock: Clock = now) -> None:
        self._follower = follower
        self._clock = clock

    async def follow_entries(self, request: v1.FollowEntriesRequest) -> v1.FollowEntriesResponse:
        """Who asks for nothing but the future is told where that begins."""
        scope = scope_of(current_actor(), roles=ROLES)
        selection = selection_of(filter_of(request), now=self._clock())
        place = await self._place(request.after)
        limit = request.limit or _PAGE
        until = asyncio.get_running_loop().time() + (request.wait_seconds or 0.0)
        while True:
            reading = await self._follower.read(scope, selection, place, limit=limit)
            left = until - asyncio.get_running_loop().time()
            if reading.entries or reading.is_cut or left <= 0:
                return _answer(reading, limit=limit)
            place = reading.place
            await self._follower.wait(place, seconds=left)

    async def await_growth(self, request: v1.AwaitGrowthRequest) -> v1.AwaitGrowthResponse:
        """Whose entries they are, nobody is told."""
        if request.after is not None and request.wait_seconds:
            place = await self._place(request.after)
            await self._follower.wait(place, seconds=request.wait_seconds)
        return v1.AwaitGrowthResponse(last=(await self._follower.now()).index)

    async def _place(self, after: int | None) -> Place:
        return await self._follower.now() if after is None else await self._follower.at(after)


def _answer(reading: Reading, *, limit: int) -> v1.FollowEntriesResponse:
    items, cut = page_of(reading.entries, limit=limit, cursor=lambda last: str(last.index))
    return v1.FollowEntriesResponse(
        items=items,
        next_after=float(cut) if cut is not None else reading.place.index,
        has_more=cut is not None or reading.is_cut,
    )
