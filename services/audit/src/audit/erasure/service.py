"""Erasing people: one method per rpc."""

import asyncio
import uuid
from contextlib import suppress

from bus import current_actor
from chassis import AuditTrail, Clock, now
from chassis.moments import cursor_at
from chassis.pages import page_of
from contracts.audit import v1
from contracts.faults import Fault

from audit.erasure.documents import ErasureDocument
from audit.erasure.eraser import Eraser
from audit.erasure.people import People
from audit.erasure.rules import PersonUnknown, handle_of
from audit.erasure.store import ErasureStore, shown
from audit.paging import place_behind

_PAGE = 100
# Whoever has a million entries isn't waited for: the keys are destroyed, the sweep does the rest.
_PATIENCE_SECONDS = 3.0
# People's ids come once: whoever asks for the same at the same time gets the same erasure.
_ERASURES = uuid.UUID("0c2f5f0e-6d0b-4b52-9a0a-5a6f8f6f5a11")


class ErasureService(v1.ErasureService):
    """Erasures and their certificates."""

    def __init__(
        self,
        store: ErasureStore,
        eraser: Eraser,
        people: People,
        audit: AuditTrail,
        *,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._eraser = eraser
        self._people = people
        self._audit = audit
        self._clock = clock

    async def erase_person(self, request: v1.ErasePersonRequest) -> v1.ErasePersonResponse:
        """The decision and its entry are one write; what follows is completed in any case."""
        handle = handle_of(request)
        people, related = await self._people.known_as(handle)
        asked = await self._people.hashed(handle)
        if people:
            erasure = await self._begin(people, len(related), asked=asked, reason=request.reason)
        elif before := await self._store.asked_of_all(asked):
            erasure = before
        else:
            raise PersonUnknown("Nothing in the log tells of this person.")
        if erasure.status == "erasing":
            await self._eraser.destroy(erasure)
            with suppress(TimeoutError, Fault):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    erasure = await self._eraser.complete(erasure.model_copy(deep=True))
        return v1.ErasePersonResponse(erasure=shown(erasure))

    async def _begin(
        self, people: list[str], related: int, *, asked: str, reason: str
    ) -> ErasureDocument:
        actor, moment = current_actor(), self._clock()
        erasure = ErasureDocument.read_stored(
            {
                "_id": str(uuid.uuid5(_ERASURES, "|".join(people))),
                "status": "erasing",
                "reason": reason,
                "at": moment,
                "by": actor.id if actor else "",
                "people": people,
                "related": related,
                "asked": asked,
            }
        )
        entry = self._audit.entry(
            "audit.person_erased",
            resource_type="erasure",
            resource_id=erasure.id,
            metadata={"reason": reason, "keys": len(people)},
        )
        return await self._store.add(erasure, [entry])

    async def list_erasures(self, request: v1.ListErasuresRequest) -> v1.ListErasuresResponse:
        """Newest first."""
        limit = request.limit or _PAGE
        found = await self._store.page_of_all(after=place_behind(request.cursor), limit=limit + 1)
        items, next_cursor = page_of(
            found, limit=limit, cursor=lambda last: cursor_at(last.at, last.id)
        )
        return v1.ListErasuresResponse(items=items, next_cursor=next_cursor)

    async def get_erasure(self, request: v1.GetErasureRequest) -> v1.GetErasureResponse:
        """With its certificate, once it is done."""
        return v1.GetErasureResponse(erasure=shown(await self._store.one_of_all(request.id)))
