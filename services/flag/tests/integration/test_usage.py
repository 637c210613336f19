"""Counts of evaluations, and what they say about a flag."""

import pytest
from contracts.flag.v1 import LIST_FLAGS, REPORT_USAGE


@pytest.fixture
def told(platform):
    """Give a function that reports one row, at the clock's time."""

    async def report(variant="on", evaluations=1, key="beta"):
        moment = platform.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        row = {
            "key": key, "variant": variant, "evaluations": evaluations, "lastSeenAt": moment,
        }  # fmt: skip
        await platform.ask(REPORT_USAGE, counts=[row])
        return moment

    return report


class TestReportUsage:
    async def test_counts_add_up(self, platform, told):
        """Per flag and per variant; the latest sight counts."""
        await platform.make()
        await told("off", 5)
        platform.clock.forward(minutes=1)
        first = await told("on", 2)
        platform.clock.forward(minutes=1)
        last = await told("off", 3)
        usage = (await platform.get())["usage"]
        assert (usage["evaluations"], usage["lastSeenAt"]) == (10, last)
        assert usage["variants"] == [
            {"variant": "off", "evaluations": 8, "lastSeenAt": last},
            {"variant": "on", "evaluations": 2, "lastSeenAt": first},
        ]

    async def test_an_older_sight_changes_no_time(self, platform, told):
        """Reports may overtake each other."""
        await platform.make()
        last = await told()
        platform.clock.forward(minutes=-5)
        await told()
        usage = (await platform.get())["usage"]
        assert (usage["evaluations"], usage["lastSeenAt"]) == (2, last)

    async def test_it_leaves_no_entry(self, platform, told):
        """Counting is no change."""
        await told()
        assert await platform.entries() == []


class TestStale:
    async def stale(self, platform):
        answer = await platform.ask(LIST_FLAGS, stale=True)
        return {one["key"]: one["usage"]["stale"] for one in answer["items"]}

    async def test_a_new_flag_has_time(self, platform):
        """Fourteen days to be asked for the first time."""
        await platform.make()
        platform.clock.forward(days=13, hours=23)
        assert await self.stale(platform) == {}
        platform.clock.forward(hours=2)
        assert await self.stale(platform) == {"beta": "unused"}

    async def test_a_flag_that_is_asked_is_in_use(self, platform, told):
        """Fourteen days from the last time."""
        await platform.make()
        platform.clock.forward(days=20)
        await told()
        platform.clock.forward(days=13)
        assert await self.stale(platform) == {}
        platform.clock.forward(days=2)
        assert await self.stale(platform) == {"beta": "unused"}

    async def test_the_same_for_everybody(self, platform, told):
        """For thirty days: it switches nothing any more."""
        await platform.make()
        await told("off")
        await told("on")
        for _ in range(2):
            platform.clock.forward(days=13)
            await told("on")
        platform.clock.forward(days=3, hours=23)
        assert await self.stale(platform) == {}
        platform.clock.forward(hours=2)
        assert await self.stale(platform) == {"beta": "one_sided"}

    async def test_a_prerequisite_is_in_use(self, platform):
        """Asked by flags, which evaluators don't count."""
        await platform.make("base")
        await platform.make("beta", prerequisites=[{"key": "base"}])
        platform.clock.forward(days=15)
        assert await self.stale(platform) == {"beta": "unused"}

    async def test_only_operators_ask(self, platform, member_of):
        """For others the filter is none."""
        await platform.make()
        answer = await platform.ask(LIST_FLAGS, actor=member_of("acme"), stale=True)
        assert [one["key"] for one in answer["items"]] == ["beta"]
