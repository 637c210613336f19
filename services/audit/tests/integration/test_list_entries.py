"""Listing entries: filters and their bounds."""

from datetime import timedelta

import pytest
from chassis import now
from chassis.cursors import encode
from contracts.audit.v1 import LIST_ENTRIES, ListEntriesRequest
from contracts.faults import Malformed

NOON = "2026-11-23T12:00:00.000Z"


async def tell(timeline, subject="audit.billing.acme.invoice.paid", **body):
    assert await timeline.record(timeline.delivery(subject, body)) == [""]


async def names(timeline, **asked):
    return [entry.resource_name for entry in await timeline.entries(**asked)]


@pytest.fixture
async def three(timeline):
    """One entry a minute before noon, one at noon, one a minute after."""
    for name, minute in (("before", "11:59"), ("at", "12:00"), ("after", "12:01")):
        await tell(timeline, at=f"2026-11-23T{minute}:00.000Z", resourceName=name)
    return timeline


class TestListEntries:
    async def test_newest_first(self, three):
        """By the time they happened, the newest first."""
        assert await names(three) == ["after", "at", "before"]

    async def test_equal_times(self, timeline):
        """Of one moment, by id, the greatest first."""
        for digit in "2143":
            await tell(timeline, id=f"{digit * 8}-0000-7000-8000-000000000000", at=NOON)
        assert [entry.id[0] for entry in await timeline.entries()] == ["4", "3", "2", "1"]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"since": NOON}, ["after", "at"]),
            ({"until": NOON}, ["before"]),
            ({"before": NOON}, ["before"]),
            ({"since": NOON, "until": "2026-11-23T12:01:00Z"}, ["at"]),
            ({"since": NOON, "until": NOON}, []),
            ({"since": "2026-11-23T12:01:00Z", "before": NOON}, []),
            ({"until": "2026-11-23T12:01:00Z", "before": NOON}, ["before"]),
            ({"before": "2026-11-23T12:01:00Z", "until": NOON}, ["before"]),
            ({"since": "2026-11-23T13:00:00+01:00"}, ["after", "at"]),
            ({"since": "0001-01-01T00:00:00Z"}, ["after", "at", "before"]),
            ({"until": "0001-01-01T00:00:00Z"}, []),
            ({"until": "9999-12-31T23:59:59Z"}, ["after", "at", "before"]),
            ({"since": "9999-12-31T23:59:59Z"}, []),
        ],
    )
    async def test_bounds(self, three, asked, found):
        """`since` includes its moment, `until` and `before` don't; the narrower one counts."""
        answer = await three.audit.list_entries(ListEntriesRequest.parse(asked))
        assert [entry.resource_name for entry in answer.items] == found

    async def test_ahead_of_our_clock(self, timeline):
        """What clocks that run ahead have told is listed first."""
        await tell(timeline, resourceName="past")
        moment = now() + timedelta(hours=3)
        ahead = timeline.delivery("audit.billing.acme.invoice.paid", at=moment)
        await timeline.record(ahead)
        assert [entry.at for entry in await timeline.entries(limit=1)] == [moment]

    async def test_limit(self, timeline):
        """A hundred unless asked for otherwise, five hundred at most."""
        deliveries = [timeline.delivery("audit.billing._.rate.set") for _ in range(501)]
        await timeline.record(*deliveries)
        assert len(await timeline.entries()) == 100
        assert len(await timeline.entries(limit=500)) == 500

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"limit": 0}, "limit"),
            ({"limit": 501}, "limit"),
            ({"since": "yesterday"}, "since"),
            ({"until": "2026-11-23T12:00:00"}, "until"),
            ({"before": 7}, "before"),
            ({"action": "tenant*"}, "action"),
            ({"action": "*"}, "action"),
            ({"action": "tenant.*.x"}, "action"),
            ({"outcome": "maybe"}, "outcome"),
            ({"cursor": "nonsense"}, "cursor"),
            ({"cursor": encode("acme")}, "cursor"),
            ({"cursor": encode(2**62, "id")}, "cursor"),
            ({"cursor": encode(1, 2)}, "cursor"),
            ({"actor": "ann"}, "actor"),
            ({"q": None}, "q"),
        ],
    )
    async def test_malformed(self, timeline, asked, field):
        """Each refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await timeline.send(LIST_ENTRIES.subject, asked)
        assert [error.field for error in refused.value.errors] == [field]

    async def test_large_entries(self, timeline):
        """A page is cut to what one message carries, and the rest is on the next ones."""
        large = {"metadata": {"x": "a" * 60_000}}
        subject = "audit.billing.acme.invoice.paid"
        await timeline.record(*(timeline.delivery(subject, large) for _ in range(30)))
        seen, cursor = [], None
        while cursor or not seen:
            page = await timeline.audit.list_entries(ListEntriesRequest(limit=500, cursor=cursor))
            seen += [entry.id for entry in page.items]
            cursor = page.next_cursor
        assert len(seen) == len(set(seen)) == 30
