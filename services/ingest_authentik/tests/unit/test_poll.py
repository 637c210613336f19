"""Polling a list that has no filter by time, grows at its beginning, and shrinks anywhere."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest import UpstreamFailed
from ingest_authentik.api import Page
from ingest_authentik.poll import Poll

START = datetime.now(UTC) - timedelta(days=30)


class Server:
    """authentik's list: newest first, pages of at most `size`, 404 past the end."""

    def __init__(self, size=10):
        self.size = size
        self.all = []
        self.made = 0
        self.at = START
        self.fetched = []
        # Called before each fetch: what happens between two requests.
        self.meanwhile = None

    def happen(self, count=1, *, minutes=1.0):
        for _ in range(count):
            self.made += 1
            self.at += timedelta(minutes=minutes)
            at = self.at
            self.all.append({"pk": f"{self.made:05}", "created": at.isoformat(), "action": "login"})

    async def events(self, number):
        self.fetched.append(number)
        if self.meanwhile:
            self.meanwhile()
        listed = self.all[::-1]
        pages = max(1, -(-len(listed) // self.size))
        if number > pages:
            return None
        found = listed[(number - 1) * self.size : number * self.size]
        return Page(number, found, number + 1 if number < pages else 0, len(listed))


class Recorded:
    """What was published, in order."""

    def __init__(self):
        self.events = []
        self.fails = False

    async def record(self, events):
        if self.fails:
            raise UpstreamFailed("bus", "the bus is away")
        if events:
            self.events.append(events)

    @property
    def pks(self):
        return [event["pk"] for batch in self.events for event in batch]


class Place:
    def __init__(self):
        self.cursor = {}
        self.saves = 0

    async def save(self):
        self.saves += 1


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def recorded():
    return Recorded()


@pytest.fixture
def place():
    return Place()


@pytest.fixture
def poll(server, recorded):
    return Poll(server, recorded, pages_per_tick=8)


class TestFirstRun:
    async def test_oldest_first(self, server, recorded, place, poll):
        """What happened first is published first."""
        server.happen(25)
        await poll.tick(place)
        assert recorded.pks == [f"{number:05}" for number in range(1, 26)]

    async def test_backfill(self, server, recorded, place, poll):
        """Months of events: bounded per tick, resumable, and without a hole in the middle."""
        server.happen(500)
        more, ticks = True, 0
        while more:
            before = len(server.fetched)
            more = await poll.tick(place)
            assert len(server.fetched) - before <= 8
            ticks += 1
        assert ticks > 5
        assert set(recorded.pks) == {event["pk"] for event in server.all}

    async def test_burst_within_the_overlap(self, server, recorded, place):
        """More events within the overlap than a tick may read are caught up all the same."""
        poll = Poll(server, recorded, pages_per_tick=8)
        server.happen(1)
        await poll.tick(place)
        server.happen(400, minutes=0.0001)
        for _ in range(100):
            if not await poll.tick(place):
                break
        assert set(recorded.pks) == {event["pk"] for event in server.all}
        assert place.cursor["gaps"] == []

    async def test_how_far_back(self, server, recorded, place):
        """The first run reads as far back as it is told."""
        server.happen(100)
        now = datetime.now(UTC)
        days = (now - START - timedelta(minutes=60.5)).total_seconds() / 86400
        await Poll(server, recorded, pages_per_tick=20, backfill_days=days).tick(place)
        assert len(recorded.pks) < 60
        assert set(recorded.pks) >= {f"{number:05}" for number in range(61, 101)}


class TestNews:
    async def test_nothing_twice(self, server, recorded, place, poll):
        """Within the overlap what is known is not published again."""
        server.happen(5)
        await poll.tick(place)
        server.happen(2)
        await poll.tick(place)
        await poll.tick(place)
        assert recorded.pks == [f"{number:05}" for number in range(1, 8)]

    async def test_late_commit(self, server, recorded, place, poll):
        """An event that becomes visible after a newer one is found."""
        server.happen(5)
        late = server.all.pop(3)
        await poll.tick(place)
        server.all.insert(3, late)
        await poll.tick(place)
        assert late["pk"] in recorded.pks

    async def test_pages_shift(self, server, recorded, place, poll):
        """Events that arrive between two pages push others to the next: none is missed."""
        server.happen(30)
        server.meanwhile = lambda: server.happen(1)
        await poll.tick(place)
        server.meanwhile = None
        await poll.tick(place)
        assert sorted(recorded.pks) == [event["pk"] for event in server.all]

    async def test_deleted_meanwhile(self, server, recorded, place, poll):
        """A deletion between two pages pulls others to the page before: none is missed."""
        server.happen(30)
        kept = {event["pk"] for event in server.all}

        def forget():
            if len(server.fetched) == 2:
                kept.difference_update(event["pk"] for event in server.all[-8:-3])
                del server.all[-8:-3]

        server.meanwhile = forget
        await poll.tick(place)
        assert kept <= set(recorded.pks)

    async def test_shrunk_meanwhile(self, server, recorded, place, poll):
        """A list that ends before the next page has its rest on earlier ones."""
        server.happen(30)
        kept = {event["pk"] for event in server.all}

        def forget():
            if len(server.fetched) == 3:
                kept.difference_update(event["pk"] for event in server.all[-15:])
                del server.all[-15:]

        server.meanwhile = forget
        await poll.tick(place)
        assert kept <= set(recorded.pks)

    async def test_quiet_after_a_deletion(self, server, recorded, place, poll):
        """When the newest events are deleted, older ones remain: that is no lost permission."""
        server.happen(5, minutes=60)
        await poll.tick(place)
        del server.all[-2:]
        await poll.tick(place)
        assert len(recorded.pks) == 5

    async def test_from_the_future(self, server, recorded, place, poll):
        """One event with a clock years ahead hides none of those that follow."""
        server.happen(3)
        event = {"pk": "future", "created": "2199-01-01T00:00:00Z", "action": "login"}
        server.all.append(event)
        await poll.tick(place)
        for _ in range(3):
            server.all.remove(event)
            server.at = datetime.now(UTC)
            server.happen(1, minutes=0)
            server.all.append(event)
            await poll.tick(place)
        assert sorted(recorded.pks) == [
            "00001",
            "00002",
            "00003",
            "00004",
            "00005",
            "00006",
            "future",
        ]

    @pytest.mark.parametrize("odd", [7, {}, {"pk": "x"}, {"pk": "x", "created": "yesterday"}])
    async def test_odd_ones(self, server, recorded, place, poll, odd):
        """What has no time is handed on once, not with every poll."""
        server.happen(5)
        server.all.append(odd)
        for _ in range(3):
            await poll.tick(place)
        assert len([one for batch in recorded.events for one in batch]) == 6

    async def test_cursor_after_publishing(self, server, recorded, place, poll):
        """What could not be published is read again."""
        server.happen(5)
        recorded.fails = True
        with pytest.raises(UpstreamFailed):
            await poll.tick(place)
        assert place.saves == 0
        recorded.fails = False
        await poll.tick(place)
        assert len(recorded.pks) == 5

    async def test_everything_invisible(self, server, place, poll):
        """A token without permission sees an empty list: that is said, not taken for peace."""
        server.happen(5)
        await poll.tick(place)
        server.all.clear()
        with pytest.raises(UpstreamFailed, match="view_event"):
            await poll.tick(place)


class TestRewind:
    async def test_since(self, server, recorded, place, poll):
        """A replay reads again from a time on."""
        server.happen(50)
        while await poll.tick(place):
            pass
        recorded.events.clear()
        since = datetime.fromisoformat(server.all[39]["created"])
        place.cursor = poll.rewind(place.cursor, since)
        while await poll.tick(place):
            pass
        assert set(recorded.pks) >= {event["pk"] for event in server.all[39:]}

    async def test_while_something_is_missing(self, server, recorded, place, poll):
        """A replay of yesterday forgets nothing of the backfill that was under way."""
        server.happen(500)
        await poll.tick(place)
        assert place.cursor["gaps"]
        place.cursor = poll.rewind(place.cursor, datetime.fromisoformat(server.all[480]["created"]))
        while await poll.tick(place):
            pass
        assert set(recorded.pks) == {event["pk"] for event in server.all}


STEPS = st.lists(
    st.tuples(st.sampled_from(("happen", "burst", "retire", "forget", "tick", "kill")),
              st.integers(min_value=1, max_value=9)),
    max_size=30,
)  # fmt: skip


async def _catch_up(poll, place):
    for _ in range(5000):
        if not await poll.tick(place):
            return


def unrest(server, seed):
    """Let things happen, and be deleted, between any two requests."""
    dice = random.Random(seed)

    def meanwhile():
        kind = dice.choice(("", "", "", "happen", "forget"))
        if kind == "happen":
            server.happen(dice.randrange(1, 8), minutes=0.01)
        elif kind == "forget" and len(server.all) > 1:
            start = dice.randrange(len(server.all) - 1)
            del server.all[start : min(len(server.all) - 1, start + dice.randrange(1, 25))]

    return meanwhile


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, size=st.sampled_from((3, 10)), seed=st.none() | st.integers())
def test_every_event_is_published(steps, size, seed):
    """Random arrivals, bursts, retention, deletions and kills: what still exists was published."""
    server, recorded, place = Server(size), Recorded(), Place()
    poll = Poll(server, recorded, pages_per_tick=8)
    dice = iter(range(10**6))
    server.happen(1)
    server.meanwhile = None if seed is None else unrest(server, seed)
    for name, amount in steps:
        if name == "happen":
            server.happen(amount)
        elif name == "burst":
            server.happen(amount * 20, minutes=0.001)
        elif name == "retire":
            del server.all[: min(amount, len(server.all) - 1)]
        elif name == "forget" and len(server.all) > amount:
            # A user is deleted, and all of theirs with them, whenever somebody looks.
            del server.all[next(dice) % (len(server.all) - amount) :: max(2, 10 - amount)]
            server.happen(1)
        elif name == "tick":
            asyncio.run(poll.tick(place))
        elif name == "kill":
            kept = dict(place.cursor)
            asyncio.run(poll.tick(place))
            place.cursor = kept
    server.meanwhile = None
    asyncio.run(_catch_up(poll, place))
    assert {event["pk"] for event in server.all} <= set(recorded.pks)
    assert place.cursor["gaps"] == []
