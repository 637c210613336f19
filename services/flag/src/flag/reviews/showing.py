"""Change requests as they are shown: one with its difference three ways, many in pages."""

from chassis import as_contract
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.flag.v1 import ChangeRequest, ListChangeRequestsRequest, ListChangeRequestsResponse

from flag.history import facts
from flag.reviews import rules
from flag.reviews.documents import ChangeRequestDocument
from flag.reviews.store import ChangeRequestStore
from flag.rules import FlagNotFound
from flag.store import FlagStore

_PAGE = 50


class Showing:
    """Reads only."""

    def __init__(self, store: ChangeRequestStore, flags: FlagStore) -> None:
        self._store = store
        self._flags = flags

    async def one(self, change: ChangeRequestDocument) -> ChangeRequest:
        """Compare with the flag as it is; one that was removed has nothing of it any more."""
        try:
            current = facts(await self._flags.get_of_all(change.flag_key))
        except FlagNotFound:
            current = {}
        shown = as_contract(ChangeRequest, change.storable())
        shown.differences = rules.differences(change.base, current, change.draft)
        return shown

    async def page(self, request: ListChangeRequestsRequest) -> ListChangeRequestsResponse:
        """The newest first, without their differences."""
        limit = request.limit or _PAGE
        found = await self._store.page_of_all(
            flag_key=request.flag_key,
            status=request.status,
            before=str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else None,
            limit=limit + 1,
        )
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.id))
        return ListChangeRequestsResponse(items=items, next_cursor=next_cursor)
