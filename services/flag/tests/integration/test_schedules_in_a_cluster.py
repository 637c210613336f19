"""Each step is made once, whoever is killed when."""

import asyncio

import pytest

HOUR = 3600


class TestOncePerCluster:
    @pytest.fixture
    async def cluster(self, start, made):
        """Give three instances over one database and one bus."""
        others = [await start(made.connection, made.clock) for _ in range(2)]
        return [made, *others]

    async def test_three_look_at_once(self, cluster, made, ramp):
        """One makes the step."""
        await ramp()
        ended = await asyncio.gather(*(one.parts.runner.step() for one in cluster))
        assert sorted(ended) == [False, False, True]
        assert (await made.verbs())[1:] == ["ramp.started", "flag.updated"]

    async def test_killed_before_the_step(self, made, ramp):
        """Whoever had claimed it is gone: after its lease another one makes it."""
        identity = await ramp()
        schedules = made.database["schedules"]
        lease = {"leasedUntil": made.clock()}
        made.clock.forward(seconds=-20)
        await schedules.update_one({"_id": identity}, {"$set": lease})
        await made.work_off()
        assert await made.share() == ("off", 0)
        made.clock.forward(seconds=21)
        await made.work_off()
        assert await made.share() == ("rollout", 5)

    async def test_killed_after_the_step(self, made, ramp):
        """The flag is changed, the schedule doesn't know: nothing is made twice."""
        identity = await ramp()
        before = await made.database["schedules"].find_one({"_id": identity})
        await made.work_off()
        await made.patch(pct=7, note="a little more")
        await made.database["schedules"].replace_one({"_id": identity}, before)
        await made.work_off()
        assert await made.share() == ("rollout", 7)
        found = await made.schedule(identity)
        assert (found["state"], found["done"]) == ("running", 1)

    async def test_a_restart_goes_on(self, start, made, ramp):
        """What is scheduled is in the database."""
        await ramp()
        await made.work_off()
        made.clock.forward(seconds=HOUR)
        fresh = await start(made.connection, made.clock)
        await fresh.work_off()
        assert await fresh.share() == ("rollout", 25)
