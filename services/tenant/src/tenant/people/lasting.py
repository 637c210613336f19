"""Keeps one of a group, however many leave at once and whatever is killed in between."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from chassis import Clock, now, uuid7
from contracts.faults import Fault

from tenant.people.departures.store import DepartureStore
from tenant.people.store import UserStore

# A mark this old belongs to a service that was killed: nobody waits so long for an answer.
_LAPSES = timedelta(minutes=5)


class Lasting:
    """Puts those who leave into an order, in which each counts the earlier ones as gone.

    So of the last two only one can go. A kill leaves a mark, which refuses more until it lapses,
    never less.
    """

    def __init__(
        self,
        store: UserStore,
        departures: DepartureStore,
        *,
        group: str,
        condition: Mapping[str, Any],
        refusal: Fault,
        clock: Clock = now,
    ) -> None:
        """`condition` tells who is of the `group`; `refusal` keeps the last of them."""
        self._store = store
        self._departures = departures
        self._group = group
        self._condition = condition
        self._refusal = refusal
        self._clock = clock

    @asynccontextmanager
    async def leaving(self, user_id: str) -> AsyncIterator[None]:
        """Do inside what ends this person's time in the group; refused if nobody remains."""
        user_id, moment, mine = user_id.lower(), self._clock(), uuid7()
        marks = await self._departures.mark_in_all(user_id, group=self._group, mark=mine, at=moment)
        lapsed = [one["mark"] for one in marks if one["at"] < moment - _LAPSES]
        order = [one["mark"] for one in marks]
        gone = {one["user"] for one in marks[: order.index(mine) + 1] if one["mark"] not in lapsed}
        try:
            await self._ensure_somebody_remains(user_id, gone=gone)
            yield
        except Fault:
            await self._departures.unmark_in_all([mine, *lapsed], group=self._group)
            raise
        # After any other failure the write may still be under way: then the mark stays.
        await self._departures.unmark_in_all([mine, *lapsed], group=self._group)

    async def _ensure_somebody_remains(self, user_id: str, *, gone: Collection[str]) -> None:
        if await self._store.is_any_in_all(self._condition, among={"$nin": sorted(gone)}):
            return
        if await self._store.is_any_in_all(self._condition, among={"$eq": user_id}):
            raise self._refusal
