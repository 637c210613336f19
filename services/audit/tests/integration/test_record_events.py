"""Recording for systems off the bus."""

import uuid

import pytest
from audit.intake.rules import SourceReserved
from bus import Client, acting_as
from contracts.audit.v1 import IntakeServiceClient, Publication, RecordEventsRequest
from contracts.faults import Fault

PAID = Publication(action="cart.paid")


@pytest.fixture
def record(timeline, member_of):
    async def record(*entries, source="shop", actor=None):
        request = RecordEventsRequest(source=source, entries=list(entries))
        with acting_as(actor or member_of(acme="admin")):
            return await IntakeServiceClient(Client(timeline.connection)).record_events(request)

    return record


async def arrive(timeline):
    """Let the stream deliver what was recorded."""
    published = await timeline.published()
    deliveries = [timeline.delivery(one.subject, one.payload) for one in published]
    assert not any(await timeline.record(*deliveries))


class TestRecordEvents:
    async def test_on_the_timeline(self, timeline, record):
        """What was told stands there, under the key's tenant and the ids of the answer."""
        told = PAID.model_copy(update={"actor_name": "Ann", "outcome": "failure"})
        reply = await record(told, PAID)
        await arrive(timeline)
        found = {entry.id: entry for entry in await timeline.entries()}
        assert sorted(found) == sorted(reply.ids)
        entry = found[reply.ids[0]]
        assert (entry.source, entry.tenant_slug, entry.actor_name, entry.outcome) == (
            "shop",
            "acme",
            "Ann",
            "failure",
        )

    @pytest.mark.parametrize("field", ["id", "external_id"])
    async def test_again(self, timeline, record, field):
        """By its id, or its own system's, an entry is stored once however often it is recorded."""
        named = PAID.model_copy(update={field: str(uuid.uuid4())})
        for _ in range(2):
            await record(named)
        await arrive(timeline)
        assert len(await timeline.entries()) == 1

    async def test_anothers_external_id(self, timeline, record, member_of):
        """Two tenants may have the same number at a source of the same name."""
        for slug in ("acme", "globex"):
            numbered = PAID.model_copy(update={"external_id": "17"})
            await record(numbered, actor=member_of(**{slug: "admin"}))
        await arrive(timeline)
        assert sorted(one.tenant_slug for one in await timeline.entries()) == ["acme", "globex"]

    async def test_all_or_none(self, timeline, record):
        """Each entry that the timeline would refuse is named by its place; nothing is recorded."""
        others = PAID.model_copy(update={"tenant_slug": "globex"})
        shapeless = PAID.model_copy(update={"action": "paid"})
        large = PAID.model_copy(update={"metadata": {"x": "a" * 70_000}})
        with pytest.raises(Fault) as refused:
            await record(PAID, others, shapeless, PAID, large)
        problem = refused.value.problem()
        assert problem.reason == "entries_refused"
        assert [error.field for error in problem.errors] == ["entries.1", "entries.2", "entries.4"]
        assert await timeline.published() == []

    @pytest.mark.parametrize("source", ["tenant", "gateway", "authentik", "ingest_ocis", "audit"])
    async def test_in_our_name(self, record, source):
        """Nobody speaks for the platform's own services."""
        with pytest.raises(Fault) as refused:
            await record(PAID, source=source)
        assert refused.value.reason == SourceReserved.reason

    async def test_of_several_tenants(self, timeline, record, member_of):
        """A key for several tenants names one in each entry."""
        key = member_of(acme="admin", globex="admin")
        told = [PAID.model_copy(update={"tenant_slug": slug}) for slug in ("acme", "globex")]
        await record(*told, actor=key)
        with pytest.raises(Fault, match="refused"):
            await record(PAID, actor=key)
        await arrive(timeline)
        assert sorted(one.tenant_slug for one in await timeline.entries()) == ["acme", "globex"]
