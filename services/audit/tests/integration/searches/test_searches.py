"""Saved searches, private and shared."""

import pytest
from bus import Client, acting_as
from contracts.audit.v1 import (
    CreateSearchRequest,
    DeleteSearchRequest,
    EntryFilter,
    ListSearchesRequest,
    SearchServiceClient,
    UpdateSearchRequest,
)
from contracts.faults import Conflict, Malformed, NotFound, StaleVersion


@pytest.fixture
def searches(timeline):
    return SearchServiceClient(Client(timeline.connection))


@pytest.fixture
def save(searches):
    """Save as somebody; return the search."""

    async def save(actor, name="Denials", *, q="outcome:denied", **more):
        asked = CreateSearchRequest(name=name, filter=EntryFilter(q=q), **more)
        with acting_as(actor):
            return (await searches.create_search(asked)).search

    return save


@pytest.fixture
def names(searches):
    """List as somebody: names, and whether each is their own."""

    async def names(actor):
        with acting_as(actor):
            found = await searches.list_searches(ListSearchesRequest())
        return [(one.name, one.mine) for one in found.items]

    return names


def other(actor):
    """Return a colleague, who may do the same."""
    return actor.model_copy(update={"id": "0199f3a0-0000-7000-8000-0000000000ff"})


class TestCreateSearch:
    async def test_private(self, save, names, operator):
        """It is its owner's, and nobody else's."""
        made = await save(operator)
        assert (made.mine, made.shared, made.version) == (True, False, 1)
        assert made.filter == EntryFilter(q="outcome:denied")
        assert await names(operator) == [("Denials", True)]
        assert await names(other(operator)) == []

    async def test_shared(self, save, names, operator, member_of, partner_of):
        """Operators share with operators, partners' people and tenants' admins among themselves."""
        acme, globex = member_of(acme="admin"), member_of(globex="owner")
        await save(operator, "Ours", shared=True)
        await save(acme, "Acme's", shared=True)
        await save(partner_of("north"), "North's", shared=True)
        assert await names(other(operator)) == [("Ours", False)]
        assert await names(other(acme)) == [("Acme's", False)]
        assert await names(other(globex)) == []
        assert await names(other(partner_of("north"))) == [("North's", False)]
        assert await names(other(partner_of("south"))) == []
        assert await names(other(member_of(acme="member"))) == []

    async def test_with_whom(self, save, names, member_of):
        """Who runs several tenants says which one's people see it; another's is refused."""
        both = member_of(acme="admin", globex="admin", initech="member")
        for slug in (None, "initech", "hooli"):
            with pytest.raises(Malformed) as refused:
                await save(both, shared=True, tenant_slug=slug)
            assert refused.value.errors[0].field == "tenantSlug"
        await save(both, shared=True, tenant_slug="globex")
        assert await names(other(member_of(globex="owner"))) == [("Denials", False)]
        assert await names(other(member_of(acme="owner"))) == []

    async def test_makes_no_sense(self, save, names, operator):
        """A query that can't be understood is refused, with the column where that begins."""
        with pytest.raises(Malformed) as refused:
            await save(operator, q="outcome:denied actor:nobody")
        assert refused.value.reason == "query_malformed"
        assert [(one.field, one.column) for one in refused.value.errors] == [("q", 22)]
        assert await names(operator) == []

    async def test_name(self, save, operator):
        """One's own have names of their own, whatever the case; others may use them too."""
        await save(operator)
        with pytest.raises(Conflict) as refused:
            await save(operator, " denials ")
        assert refused.value.reason == "search_taken"
        await save(other(operator))


class TestChangeSearch:
    async def test_updated(self, searches, save, names, operator):
        """By its owner, from its newest version, to something that makes sense."""
        made = await save(operator, shared=True)
        changed = EntryFilter(outcome="failure")
        asked = UpdateSearchRequest(id=made.id, version=1, name="Failures", filter=changed)
        with acting_as(operator):
            found = (await searches.update_search(asked)).search
            assert (found.name, found.filter, found.version) == ("Failures", changed, 2)
            with pytest.raises(StaleVersion):
                await searches.update_search(asked)
            broken = UpdateSearchRequest(id=made.id, version=2, filter=EntryFilter(q="x:y"))
            with pytest.raises(Malformed):
                await searches.update_search(broken)
        with acting_as(other(operator)), pytest.raises(NotFound):
            await searches.update_search(asked)
        assert await names(other(operator)) == [("Failures", False)]

    async def test_removed(self, searches, save, names, operator):
        """Nobody has it any more, and its name is free."""
        made = await save(operator, shared=True)
        asked = DeleteSearchRequest(id=made.id)
        with acting_as(other(operator)), pytest.raises(NotFound):
            await searches.delete_search(asked)
        with acting_as(operator):
            await searches.delete_search(asked)
            with pytest.raises(NotFound):
                await searches.delete_search(asked)
        assert await names(other(operator)) == []
        await save(operator)

    async def test_told(self, timeline, searches, save, operator, member_of):
        """Each leaves one entry, on the timeline of whom it is shared with, without the query."""
        made = await save(member_of(acme="admin"), q="actor:ann@acme.example", shared=True)
        with acting_as(member_of(acme="admin")):
            await searches.delete_search(DeleteSearchRequest(id=made.id))
        told = await timeline.published()
        assert [one.subject for one in told] == [
            "audit.audit.acme.search.saved",
            "audit.audit.acme.search.removed",
        ]
        assert not any(b"ann@" in one.payload for one in told)
        await save(operator)
        (entry,) = await timeline.published()
        assert entry.subject == "audit.audit._.search.saved"
