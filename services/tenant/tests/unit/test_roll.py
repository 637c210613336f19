"""Every tenant's slug and status in memory."""

from bisect import bisect_right
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tenant.listing.roll import Roll

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
STATUSES = ("pending", "active", "suspended", "deleted")
changes = st.lists(
    st.tuples(
        st.sampled_from([f"t{number}" for number in range(8)]),
        st.sampled_from([*STATUSES, "purged"]),
        # How long the write takes to appear, and how long nothing happens before it.
        st.floats(min_value=0, max_value=19),
        st.floats(min_value=0, max_value=60),
        st.booleans(),
    ),
    max_size=30,
)


class Stored:
    """Tenants in a store in which changes appear a while after the time that they carry."""

    def __init__(self):
        self.moment = BEGINNING
        self.tenants = {}
        self.asked = []

    def change(self, slug, status, *, delay):
        self.tenants[slug] = (status, self.moment - timedelta(seconds=delay))

    async def changed_since(self, moment):
        self.asked.append(moment)
        return [(slug, status) for slug, (status, at) in self.tenants.items() if at >= moment]


def roll_over(stored):
    return Roll(stored.changed_since, clock=lambda: stored.moment)


class TestCounts:
    @given(changes)
    async def test_as_stored(self, history):
        """Whenever one asks, the counts are those of what is stored, however late it appeared."""
        stored = Stored()
        roll = roll_over(stored)
        for slug, status, delay, pause, is_asked in history:
            stored.moment += timedelta(seconds=pause)
            stored.change(slug, status, delay=delay)
            if is_asked:
                await roll.counts()
        alive = [status for status, _ in stored.tenants.values() if status != "purged"]
        expected = Counter(alive)
        assert +Counter(await roll.counts()) == expected

    async def test_only_what_is_new(self):
        """All tenants are read once; then only what may have changed since."""
        stored = Stored()
        roll = roll_over(stored)
        await roll.counts()
        stored.moment += timedelta(hours=1)
        await roll.counts()
        stored.moment += timedelta(hours=1)
        await roll.counts()
        assert stored.asked[0] < BEGINNING - timedelta(days=365)
        assert stored.asked[1:] == [
            BEGINNING - timedelta(seconds=20),
            BEGINNING + timedelta(hours=1, seconds=-20),
        ]


class TestEnds:
    @given(
        st.sets(st.integers(min_value=0, max_value=999), max_size=200),
        st.integers(min_value=0, max_value=999),
        st.integers(min_value=1, max_value=20),
    )
    async def test_covers(self, numbers, after, size):
        """Ends grow, up to the first there are `size` tenants, and the last is no end at all."""
        stored = Stored()
        for number in numbers:
            stored.change(f"{number:03}", STATUSES[number % 4], delay=0)
        roll = roll_over(stored)
        await roll.counts()
        slugs = sorted(f"{number:03}" for number in numbers if number % 4 < 2)
        ends = list(roll.ends(f"{after:03}", size=size, statuses=STATUSES[:2]))
        assert ends[-1] is None
        bounds = ends[:-1]
        assert bounds == sorted(set(bounds))
        if bounds:
            assert slugs.index(bounds[0]) == bisect_right(slugs, f"{after:03}") + size - 1

    async def test_purged(self):
        """Who was purged is no place where a page could end."""
        stored = Stored()
        roll = roll_over(stored)
        stored.change("acme", "active", delay=0)
        stored.change("globex", "deleted", delay=0)
        await roll.counts()
        stored.change("acme", "purged", delay=0)
        await roll.counts()
        assert list(roll.ends("", size=1, statuses=["active", "deleted"])) == ["globex", None]

    def test_nothing_known(self):
        """Before anything is known there is no bound."""
        assert list(roll_over(Stored()).ends("", size=1, statuses=STATUSES)) == [None]
