"""Whoever reads the log gets archived entries as well, or is told that there are some."""

from datetime import UTC, datetime, timedelta

import pytest
from bus import Client, acting_as
from contracts.audit.v1 import (
    CountingServiceClient,
    FollowEntriesRequest,
    FollowingServiceClient,
    GetFacetsRequest,
    GetHistogramRequest,
)
from contracts.faults import Fault

OLD, NEW = datetime(2026, 8, 3, 10, tzinfo=UTC), datetime(2026, 11, 3, 10, tzinfo=UTC)


@pytest.fixture
async def told(timeline, archiving):
    """Old and new entries of two tenants by turns; the old ones are archived."""
    for _ in range(2):
        told = [
            timeline.delivery(
                f"audit.billing.{slug}.invoice.paid",
                {"at": at.isoformat(), "actorEmail": f"ann@{slug}.example"},
            )
            for slug, at in (("acme", OLD), ("globex", OLD), ("acme", NEW), ("acme", OLD))
        ]
        assert not any(await timeline.record(*told))
        await timeline.sealed()
    assert await archiving(OLD + timedelta(days=1)) == 6


@pytest.fixture
def follow(timeline):
    client = FollowingServiceClient(Client(timeline.connection))

    async def follow(after, **asked):
        return await client.follow_entries(FollowEntriesRequest(after=after, **asked))

    return follow


@pytest.fixture
def counting(timeline):
    return CountingServiceClient(Client(timeline.connection))


@pytest.mark.usefixtures("told")
class TestFollowing:
    async def test_nothing_is_skipped(self, follow):
        """Who resumes from before what is archived gets it, in its place, and readable."""
        reply = await follow(-1)
        assert [one.index for one in reply.items] == list(range(8))
        assert {one.actor_email for one in reply.items} == {
            "ann@acme.example",
            "ann@globex.example",
        }
        assert [one.archived for one in reply.items] == [True, True, None, True] * 2
        assert [one.index for one in (await follow(4)).items] == [5, 6, 7]

    async def test_selected(self, follow, member_of):
        """Only what is selected, and of one's own."""
        assert len((await follow(-1, tenant_slug="globex")).items) == 2
        assert len((await follow(-1, since=NEW)).items) == 2
        with acting_as(member_of(globex="admin")):
            assert len((await follow(-1)).items) == 2

    async def test_a_file_is_gone(self, follow, tmp_path):
        """What can't be read isn't skipped: whoever follows is told."""
        for path in tmp_path.glob("archive/globex/*/*.zst"):
            path.unlink()
        with pytest.raises(Fault) as refused:
            await follow(-1)
        assert refused.value.reason == "archive_unavailable"


@pytest.mark.usefixtures("told")
class TestCounting:
    async def test_told(self, counting):
        """Counts say up to when there are entries that they leave out."""
        facets = await counting.get_facets(GetFacetsRequest())
        assert (facets.counted, facets.archived_until) == (2, OLD)
        span = {"since": OLD - timedelta(days=1), "until": NEW + timedelta(days=1)}
        histogram = await counting.get_histogram(GetHistogramRequest(**span))
        assert (histogram.counted, histogram.archived_until) == (2, OLD)

    async def test_complete(self, counting, member_of):
        """Nothing is left out of a span without any, nor of a tenant's that has none."""
        facets = await counting.get_facets(GetFacetsRequest(since=OLD + timedelta(days=1)))
        assert (facets.counted, facets.archived_until) == (2, None)
        facets = await counting.get_facets(GetFacetsRequest(until=OLD - timedelta(days=1)))
        assert facets.archived_until is None
        with acting_as(member_of(initech="admin")):
            facets = await counting.get_facets(GetFacetsRequest())
        assert facets.archived_until is None
