"""What partners see of the timeline."""

import asyncio

import pytest
from bus import Entry, acting_as
from chassis.directory import BUCKET
from contracts.audit.v1 import GetEntryRequest, ListEntriesRequest
from contracts.faults import Forbidden, NotFound
from contracts.tenant.v1 import TenantRecord
from devstack.waiting import eventually

ID = "0199f3a0-0000-7000-8000-00000000000a"


def record(slug, partner):
    return TenantRecord(id=ID, slug=slug, partner_slug=partner).dump_json()


@pytest.fixture(autouse=True)
async def entries(timeline):
    """Give entries of two partners' tenants, of nobody's, and of the platform."""
    for slug, partner in [("acme", "nordwind"), ("globex", "sudtel"), ("direct", "")]:
        value = record(slug, partner)
        timeline.owners.see(Entry(key=f"tenant.{slug}", value=value, revision=1, deleted=False))
    await timeline.record(
        timeline.delivery("audit.tenant.acme.user.added", {"id": ID}),
        timeline.delivery("audit.stalwart.acme.mail.sent", {"partnerSlug": "sudtel"}),
        timeline.delivery("audit.tenant.globex.user.added"),
        timeline.delivery("audit.billing.direct.invoice.paid", {"partnerSlug": "nordwind"}),
        timeline.delivery("audit.partner._.partner.updated", {"partnerSlug": "nordwind"}),
        timeline.delivery("audit.tenant._.user.created"),
    )


async def seen(timeline, **asked):
    reply = await timeline.audit.list_entries(ListEntriesRequest(**asked))
    return sorted((entry.source, entry.tenant_slug) for entry in reply.items)


class TestPartners:
    async def test_own(self, timeline, partner_of):
        """A partner sees its tenants' entries, whoever wrote them, and those about itself."""
        with acting_as(partner_of("nordwind", globex="owner")):
            assert await seen(timeline) == [
                ("partner", ""),
                ("stalwart", "acme"),
                ("tenant", "acme"),
            ]

    async def test_filters_widen_nothing(self, timeline, partner_of):
        """Asking for others' entries finds none."""
        with acting_as(partner_of("nordwind")):
            assert await seen(timeline, partner_slug="sudtel") == []
            assert await seen(timeline, tenant_slug="globex") == []

    async def test_get(self, timeline, partner_of):
        """One's own entry can be read, another's isn't there."""
        with acting_as(partner_of("nordwind")):
            assert await timeline.audit.get_entry(GetEntryRequest(id=ID))
        with acting_as(partner_of("sudtel")), pytest.raises(NotFound):
            await timeline.audit.get_entry(GetEntryRequest(id=ID))

    async def test_nobodys(self, timeline, partner_of):
        """Who works for no partner sees nothing with a partner's token."""
        with acting_as(partner_of("", acme="owner")), pytest.raises(Forbidden):
            await seen(timeline)


class TestFollowing:
    async def test_the_directory(self, compose_over, bus):
        """Entries wait until the directory has been read, and follow its changes."""
        await bus.key_value(BUCKET).put("tenant.acme", record("acme", "nordwind"))
        timeline = await compose_over(bus)
        stopping = asyncio.Event()
        work = asyncio.create_task(timeline.chassis.run(stopping))
        await bus.append("audit.stalwart.acme.mail.sent", b'{"externalId": "1"}')

        async def stored(event):
            return await timeline.database["entries"].find_one({"event": f"stalwart:{event}"})

        assert (await eventually(lambda: stored(1)))["partnerSlug"] == "nordwind"
        await bus.key_value(BUCKET).put("tenant.acme", record("acme", "sudtel"))

        async def moved():
            """Each attempt is another entry: the change may arrive after the first ones."""
            event = next(events)
            await bus.append(
                "audit.stalwart.acme.mail.sent", f'{{"externalId": "{event}"}}'.encode()
            )
            return (await eventually(lambda: stored(event)))["partnerSlug"] == "sudtel"

        events = iter(range(2, 1000))
        await eventually(moved)
        stopping.set()
        await work
