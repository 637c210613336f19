"""Every tenant's slug and status in memory."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tenant.listing.order import Order, Place
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
        at = self.moment - timedelta(seconds=delay)
        # Names in another order than slugs, some of them alike.
        name = slug[::-1][:1]
        self.tenants[slug] = {
            "slug": slug,
            "status": status,
            "sortName": name,
            "createdAt": BEGINNING,
            "updatedAt": at,
        }

    async def changed_since(self, moment):
        self.asked.append(moment)
        return [row for row in self.tenants.values() if row["updatedAt"] >= moment]


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
        rows = stored.tenants.values()
        alive = [row["status"] for row in rows if row["status"] != "purged"]
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


def places(stored, order):
    """Return the places of all tenants in an order, found out in another way."""
    rows = sorted(stored.tenants.values(), key=lambda row: (row[order.key], row["slug"]))
    return [Place.of(row, order.key) for row in rows][:: order.direction]


class TestEnds:
    @given(
        st.sets(st.integers(min_value=0, max_value=999), max_size=200),
        st.sampled_from(["slug", "-slug", "name", "-name", "createdAt", "-updatedAt"]),
        st.integers(min_value=0, max_value=199),
        st.integers(min_value=1, max_value=20),
    )
    async def test_covers(self, numbers, sort, after, size):
        """Ends grow, up to the first there are `size` tenants, and the last is no end at all."""
        stored, order = Stored(), Order.of(sort)
        for number in numbers:
            stored.change(f"{number:03}", STATUSES[number % 4], delay=number % 3)
        roll = roll_over(stored)
        await roll.counts()
        known = places(stored, order)
        begin = known[after] if after < len(known) else None
        ends = list(roll.ends(order, begin, size=size, statuses=STATUSES[:2]))
        left = known[after + 1 :] if begin else known
        wanted = [place for place in left if stored.tenants[place.slug]["status"] in STATUSES[:2]]
        assert ends[-1] is None
        assert [place for place in left if place in ends[:-1]] == ends[:-1]
        if len(wanted) >= size:
            assert ends[0] == wanted[size - 1]

    async def test_moved(self):
        """A tenant that changed stands where it belongs now, and nowhere else."""
        stored, order = Stored(), Order.of("-updatedAt")
        roll = roll_over(stored)
        for slug in ("a", "b", "c"):
            stored.change(slug, "active", delay=0)
            await roll.counts()
            stored.moment += timedelta(minutes=1)
        stored.change("a", "active", delay=0)
        await roll.counts()
        first, *rest = roll.ends(order, None, size=1, statuses=["active"])
        assert (first.slug, rest) == ("a", [None])
        second, *rest = roll.ends(order, first, size=2, statuses=["active"])
        assert (second.slug, rest) == ("b", [None])

    async def test_purged(self):
        """Who was purged is no place where a page could end."""
        stored = Stored()
        roll = roll_over(stored)
        stored.change("acme", "active", delay=0)
        stored.change("globex", "deleted", delay=0)
        await roll.counts()
        stored.change("acme", "purged", delay=0)
        await roll.counts()
        ends = list(roll.ends(Order.of(None), None, size=1, statuses=["active", "deleted"]))
        assert ends == [Place("globex", "globex"), None]

    def test_nothing_known(self):
        """Before anything is known there is no bound."""
        ends = roll_over(Stored()).ends(Order.of("name"), None, size=1, statuses=STATUSES)
        assert list(ends) == [None]
