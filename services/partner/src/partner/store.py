"""Every query about partners; nothing else touches the collection."""

from collections.abc import Callable, Sequence

from chassis import Outbox, OutboxEntry, Scope, scoped
from contracts.partner.v1 import Partner
from pymongo.errors import DuplicateKeyError

from partner.documents import PartnerDocument
from partner.history import shown
from partner.rules import PartnerNotFound, SlugTaken

Decide = Callable[[PartnerDocument], Sequence[OutboxEntry]]
_HIDDEN = {"outbox": 0}


class PartnerStore:
    """Partners in MongoDB."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def insert(self, partner: PartnerDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new partner; a taken slug is a conflict."""
        try:
            await self._outbox.insert(partner, entries)
        except DuplicateKeyError as error:
            raise SlugTaken(partner.slug) from error

    async def change(self, slug: str, decide: Decide) -> PartnerDocument:
        """Load, decide, save; no entries from `decide` means no write."""

        async def load() -> PartnerDocument:
            return await self.get(Scope(None), slug)

        return await self._outbox.change(load, decide)

    async def get(self, scope: Scope, slug: str) -> PartnerDocument:
        """Return one partner with all that is remembered of it."""
        # The slug stands alone: beside other conditions not every planner sees its index.
        found = await PartnerDocument.get_pymongo_collection().aggregate(
            [
                {"$match": {"slug": slug}},
                {"$match": scoped(scope, by="slug", partner_by="slug")},
            ]
        )
        for raw in await found.to_list():
            return PartnerDocument.read_stored(raw)
        raise PartnerNotFound(slug)

    async def page(
        self, scope: Scope, *, status: str | None, after: str, limit: int
    ) -> list[Partner]:
        """Return up to `limit` partners behind the slug `after`, by slug."""
        narrowing = (
            scoped(scope, by="slug", partner_by="slug"),
            {"status": status} if status else {},
        )
        conditions = [{"slug": {"$gt": after}}, *filter(None, narrowing)]
        # The place alone is a walk along its index; in a pipeline, or beside others, it is not.
        wanted = {"$and": conditions} if conditions[1:] else conditions[0]
        found = PartnerDocument.get_pymongo_collection().find(wanted, _HIDDEN)
        return [shown(raw) for raw in await found.sort("slug").limit(limit).to_list()]
