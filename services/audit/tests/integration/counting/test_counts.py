"""Facets and histogram against counting by hand."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from audit.counting.service import CountingService
from audit.counting.store import CountingStore
from audit.query.lookup import Lookup
from audit.retention.reach import ArchiveReach
from audit.retention.store import RetentionStore
from audit.vocabulary.store import Vocabulary
from bus import Client, acting_as
from chassis import now
from contracts.audit.v1 import (
    CountingServiceClient,
    GetFacetsRequest,
    GetHistogramRequest,
    ListEntriesRequest,
)

FILTERS = [
    {},
    {"action": "invoice.*"},
    {"q": "outcome:failure,denied"},
    {"q": "ann"},
    {"q": "-source:shop tenant:acme"},
    {"q": "tenant:acme,globex action:invoice.paid,tenant.*"},
    {"q": '"invoice" at:>=-40h'},
    {"actor_email": "ann@acme.example"},
    {"actor_email": "nobody@acme.example"},
]


@pytest.fixture
def counts(timeline):
    return CountingServiceClient(Client(timeline.connection))


@pytest.fixture(autouse=True)
async def moment(timeline):
    """Record entries of the last days; return when."""
    chance, moment = random.Random(7), now()
    deliveries = []
    for _ in range(150):
        action = chance.choice(["invoice.paid", "invoice.sent", "tenant.suspended"])
        subject = f"audit.{chance.choice(['billing', 'shop'])}.{chance.choice(['acme', 'globex'])}"
        body = {
            "at": (moment - timedelta(hours=chance.randrange(120))).isoformat(),
            "actorEmail": chance.choice(["ann@acme.example", "bob@globex.example", ""]),
            "outcome": chance.choice(["success", "failure", "denied"]),
            "resourceName": chance.choice(["Annual report", "invoice 17"]),
        }
        deliveries.append(timeline.delivery(f"{subject}.{action}", body, at=moment))
    assert not any(await timeline.record(*deliveries))
    return moment


def said(values):
    return {one.value: one.entries for one in values}


class TestGetFacets:
    @pytest.mark.parametrize("asked", FILTERS)
    async def test_by_hand(self, timeline, counts, asked):
        """Each value is counted as often as it stands in the list under the same filter."""
        listed = await timeline.entries(limit=500, **asked)
        facets = await counts.get_facets(GetFacetsRequest(**asked))
        assert said(facets.actions) == Counter(one.action for one in listed)
        assert said(facets.sources) == Counter(one.source for one in listed)
        assert said(facets.outcomes) == Counter(one.outcome for one in listed)
        people = Counter(one.actor_email for one in listed if one.actor_email)
        assert said(facets.actors) == people
        assert (facets.counted, facets.since) == (len(listed), None)
        frequencies = [one.entries for one in facets.actions]
        assert frequencies == sorted(frequencies, reverse=True)

    async def test_not_endless(self, timeline):
        """When there is too much to count it counts the newest, and says since when."""
        lookup = Lookup(timeline.veil, Vocabulary())
        reach = ArchiveReach(RetentionStore(timeline.chassis.outbox), timeline.owners)
        few = CountingService(CountingStore(lookup, timeline.veil, most=20), reach)
        facets = await few.get_facets(GetFacetsRequest())
        assert 20 <= facets.counted < 150
        listed = await timeline.entries(limit=500, since=facets.since)
        assert len(listed) == facets.counted

    async def test_of_others(self, counts, member_of):
        """A tenant's admin counts the tenant's own."""
        with acting_as(member_of(acme="admin")):
            facets = await counts.get_facets(GetFacetsRequest(tenant_slug="globex"))
            mine = await counts.get_facets(GetFacetsRequest())
        assert facets.counted == 0
        assert 0 < mine.counted < 150


class TestGetHistogram:
    @pytest.mark.parametrize("asked", FILTERS)
    async def test_by_hand(self, timeline, counts, asked):
        """Each bucket counts the list's entries of its span."""
        listed = await timeline.entries(limit=500, **asked)
        histogram = await counts.get_histogram(GetHistogramRequest(**asked))
        width = timedelta(seconds=histogram.bucket_seconds)
        for bucket in histogram.buckets:
            within = [one for one in listed if bucket.at <= one.at < bucket.at + width]
            assert bucket.entries == len(within)
        assert sum(one.entries for one in histogram.buckets) == len(listed) == histogram.counted

    async def test_span(self, timeline, counts, moment):
        """Only what lies within the span is counted."""
        since, until = moment - timedelta(hours=50), moment - timedelta(hours=20)
        histogram = await counts.get_histogram(GetHistogramRequest(since=since, until=until))
        listed = await timeline.audit.list_entries(
            ListEntriesRequest(since=since, until=until, limit=500)
        )
        assert histogram.counted == len(listed.items) > 0
