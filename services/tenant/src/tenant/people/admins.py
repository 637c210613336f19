"""Keeps one platform admin, however many leave at once and whatever is killed in between."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta

from chassis import Clock, now, uuid7
from contracts.faults import Fault

from tenant.people.rules import LastPlatformAdmin
from tenant.people.store import UserStore

# A mark this old belongs to a service that was killed: nobody waits so long for an answer.
_LAPSES = timedelta(minutes=5)


class PlatformAdmins:
    """Puts those who leave into an order, in which each counts the earlier ones as gone.

    So of the last two only one can go. A kill leaves a mark, which refuses more until it lapses,
    never less.
    """

    def __init__(self, store: UserStore, *, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    @asynccontextmanager
    async def leaving(self, user_id: str) -> AsyncIterator[None]:
        """Do inside what ends this person's time as platform admin; refused if nobody remains."""
        user_id, moment, mine = user_id.lower(), self._clock(), uuid7()
        marks = await self._store.mark_leaving_in_all(user_id, mark=mine, at=moment)
        lapsed = [one["mark"] for one in marks if one["at"] < moment - _LAPSES]
        order = [one["mark"] for one in marks]
        gone = {one["user"] for one in marks[: order.index(mine) + 1] if one["mark"] not in lapsed}
        try:
            await self._ensure_somebody_remains(user_id, gone=gone)
            yield
        except Fault:
            await self._store.unmark_in_all([mine, *lapsed])
            raise
        # After any other failure the write may still be under way: then the mark stays.
        await self._store.unmark_in_all([mine, *lapsed])

    async def _ensure_somebody_remains(self, user_id: str, *, gone: Collection[str]) -> None:
        if await self._store.is_platform_admin_in_all(among={"$nin": sorted(gone)}):
            return
        if await self._store.is_platform_admin_in_all(among={"$eq": user_id}):
            raise LastPlatformAdmin("This is the last platform admin; appoint another first.")
