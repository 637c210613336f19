"""Reading one entry, and who sees which."""

import uuid

import pytest
from bus import acting_as
from contracts.audit.v1 import GetEntryRequest
from contracts.faults import Forbidden, Malformed, NotFound

ID = "0199f3a0-0000-7000-8000-00000000000a"


@pytest.fixture(autouse=True)
async def entries(timeline):
    subjects = [
        "audit.tenant.acme.tenant.suspended",
        "audit.tenant.globex.tenant.suspended",
        "audit.tenant._.user.created",
    ]
    await timeline.record(
        timeline.delivery(subjects[0], {"id": ID}), *map(timeline.delivery, subjects[1:])
    )


async def get(timeline, identity=ID):
    return (await timeline.audit.get_entry(GetEntryRequest(id=identity))).entry


async def tenants(timeline, **asked):
    return sorted(entry.tenant_slug for entry in await timeline.entries(**asked))


class TestGetEntry:
    @pytest.mark.parametrize("identity", [ID, ID.upper()])
    async def test_found(self, timeline, operator, identity):
        """By its id, however it is written."""
        with acting_as(operator):
            assert (await get(timeline, identity)).tenant_slug == "acme"

    async def test_none(self, timeline, operator):
        """An id that no entry has is not found."""
        with acting_as(operator), pytest.raises(NotFound) as refused:
            await get(timeline, str(uuid.uuid4()))
        assert refused.value.reason == "entry_not_found"

    async def test_no_id(self, timeline):
        """What is no id is malformed."""
        with pytest.raises(Malformed):
            await timeline.send("rpc.audit.v1.get_entry", {"id": "17"})

    @pytest.mark.parametrize("role", ["owner", "admin"])
    async def test_own(self, timeline, member_of, role):
        """Who runs a tenant reads its entries."""
        with acting_as(member_of(acme=role)):
            assert (await get(timeline)).id == ID

    async def test_others(self, timeline, member_of):
        """Others' entries don't exist for them."""
        with acting_as(member_of(globex="admin")), pytest.raises(NotFound) as refused:
            await get(timeline)
        assert refused.value.reason == "entry_not_found"

    async def test_member(self, timeline, member_of):
        """A member who runs nothing reads nothing."""
        with acting_as(member_of(acme="member")), pytest.raises(Forbidden) as refused:
            await get(timeline)
        assert refused.value.reason == "not_a_member"


class TestListEntries:
    async def test_operators(self, timeline, operator):
        """An operator sees everything."""
        with acting_as(operator):
            assert await tenants(timeline) == ["", "acme", "globex"]

    @pytest.mark.parametrize(
        "asked",
        [{}, {"action": "tenant.*"}, {"q": "suspended"}, {"source": "tenant"}, {"q": "ten"}],
    )
    async def test_admins(self, timeline, member_of, asked):
        """A tenant's admin sees the tenant's entries, by whatever filter."""
        with acting_as(member_of(acme="admin", globex="member")):
            assert await tenants(timeline, **asked) == ["acme"]

    async def test_admins_of_several(self, timeline, member_of):
        """Who runs two tenants sees both."""
        with acting_as(member_of(acme="admin", globex="owner")):
            assert await tenants(timeline) == ["acme", "globex"]

    async def test_asking_for_others(self, timeline, member_of):
        """Asking for another's tenant finds nothing."""
        with acting_as(member_of(acme="admin")):
            assert await tenants(timeline, tenant_slug="globex") == []

    async def test_members(self, timeline, member_of):
        """A member who runs nothing is refused."""
        with acting_as(member_of(acme="member")), pytest.raises(Forbidden):
            await tenants(timeline)
