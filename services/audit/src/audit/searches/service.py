"""Saved searches: one method per rpc."""

from collections.abc import Sequence

from bus import current_actor
from chassis import AuditTrail, Clock, OutboxEntry, as_contract, now, uuid7
from contracts.audit import v1
from contracts.faults import Forbidden
from contracts.platform.v1 import Actor

from audit.searches import rules
from audit.searches.documents import SearchDocument
from audit.searches.store import SearchStore


class SearchService(v1.SearchService):
    """A search is its owner's; whom it is shared with runs it and leaves it as it is."""

    def __init__(self, store: SearchStore, audit: AuditTrail, *, clock: Clock = now) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    async def list_searches(self, _request: v1.ListSearchesRequest) -> v1.ListSearchesResponse:
        """There are few, so there are no pages."""
        actor = _person()
        found = await self._store.visible_in_all(actor.id, rules.audiences_of(actor))
        shown = [_shown(one, actor) for one in found]
        shown.sort(key=lambda one: (one.name.casefold(), not one.mine, one.id))
        return v1.ListSearchesResponse(items=shown)

    async def create_search(self, request: v1.CreateSearchRequest) -> v1.CreateSearchResponse:
        """What it finds is decided when it is run, by whoever runs it."""
        actor, moment = _person(), self._clock()
        rules.ensure_sound(request.filter, now=moment)
        audience = ""
        if request.shared:
            audience = rules.audience_for(actor, request.tenant_slug)
        kind, _, slug = audience.partition(":")
        own = await self._store.visible_in_all(actor.id, [])
        if len(own) >= rules.MOST_EACH:
            raise rules.TooManySearches(f"You have {len(own)} searches; remove one first.")
        rules.ensure_free(request.name, (one.name for one in own))
        search = SearchDocument(
            id=uuid7(),
            name=request.name.strip(),
            filter=request.filter,
            shared=bool(audience),
            owner_id=actor.id,
            tenant_slug=slug if kind == "tenant" else "",
            partner_slug=slug if kind == "partner" else "",
            created_at=moment,
            updated_at=moment,
            audience=audience,
        )
        await self._store.insert_in_all(search, [self._entry("saved", search)])
        return v1.CreateSearchResponse(search=_shown(search, actor))

    async def update_search(self, request: v1.UpdateSearchRequest) -> v1.UpdateSearchResponse:
        """Whom it is shared with stays: another audience is another search."""
        actor, moment = _person(), self._clock()
        if request.filter is not None:
            rules.ensure_sound(request.filter, now=moment)
        if request.name is not None:
            own = await self._store.visible_in_all(actor.id, [])
            rules.ensure_free(request.name, (one.name for one in own if one.id != request.id))

        def decide(search: SearchDocument) -> Sequence[OutboxEntry]:
            if request.version != search.version:
                raise rules.SearchStale(f"It is at version {search.version}: read it again.")
            name, asked = request.name or search.name, request.filter or search.filter
            if (name, asked) == (search.name, search.filter):
                return []
            search.name, search.filter, search.updated_at = name.strip(), asked, moment
            return [self._entry("updated", search)]

        search = await self._store.change_own_in_all(request.id, actor.id, decide)
        return v1.UpdateSearchResponse(search=_shown(search, actor))

    async def delete_search(self, request: v1.DeleteSearchRequest) -> v1.DeleteSearchResponse:
        """Whoever it was shared with has it no longer."""
        actor = _person()

        def decide(search: SearchDocument) -> Sequence[OutboxEntry]:
            search.is_removed = True
            return [self._entry("removed", search)]

        search = await self._store.change_own_in_all(request.id, actor.id, decide)
        return v1.DeleteSearchResponse(search=_shown(search, actor))

    def _entry(self, verb: str, search: SearchDocument) -> OutboxEntry:
        # Not what is searched for: a person's address may be in it.
        return self._audit.entry(
            f"search.{verb}",
            resource_type="search",
            resource_id=search.id,
            resource_name=search.name,
            tenant_slug=search.tenant_slug,
            partner_slug=search.partner_slug,
            metadata={"shared": search.shared},
        )


def _person() -> Actor:
    actor = current_actor()
    if actor is None or not actor.id:
        raise Forbidden("Searches are people's.")
    return actor


def _shown(search: SearchDocument, actor: Actor) -> v1.Search:
    shown = as_contract(v1.Search, search.storable())
    shown.mine = shown.owner_id == actor.id
    return shown
