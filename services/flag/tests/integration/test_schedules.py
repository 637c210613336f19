"""Changes that are made later: on time, once, and not against what people decided meanwhile."""

import asyncio

import pytest
from contracts.flag.v1 import (
    CANCEL_SCHEDULE,
    DELETE_FLAG,
    GET_SCHEDULE,
    KILL_FLAG,
    LIST_SCHEDULES,
    PAUSE_SCHEDULE,
    RESUME_SCHEDULE,
    SCHEDULE_CHANGE,
    START_RAMP,
)

TOMORROW = "2026-03-02T12:00:00.000Z"
HOUR = 3600
RAMP = [{"pct": 5, "holdSeconds": HOUR}, {"pct": 25, "holdSeconds": HOUR}, {"pct": 100}]


async def run(platform):
    """Make every step that is due."""
    while await platform.parts.runner.step():
        pass


async def share(platform):
    flag = await platform.get()
    return flag["state"], flag["pct"]


@pytest.fixture
async def made(platform):
    await platform.make()
    return platform


@pytest.fixture
def ramp(made, operator):
    async def start(**fields):
        answer = await made.ask(START_RAMP, actor=operator, key="beta", steps=RAMP, **fields)
        return answer["schedule"]["id"]

    return start


async def shown(platform, identity):
    return (await platform.ask(GET_SCHEDULE, id=identity))["schedule"]


class TestScheduleChange:
    async def schedule(self, platform, actor=None, **draft):
        body = {"key": "beta", "at": TOMORROW, "draft": draft, "note": "launch"}
        return (await platform.ask(SCHEDULE_CHANGE, actor=actor, **body))["schedule"]

    async def test_not_before_its_time(self, made):
        """And then at once."""
        schedule = await self.schedule(made, state="on")
        made.clock.forward(hours=23)
        await run(made)
        assert (await share(made))[0] == "off"
        made.clock.forward(hours=1)
        await run(made)
        assert (await share(made))[0] == "on"
        found = await shown(made, schedule["id"])
        assert (found["state"], found["done"]) == ("done", 1)
        assert "nextAt" not in found

    async def test_what_is_left_out_stays(self, made):
        """A draft empties no list that it doesn't name."""
        await made.patch(tags=["a"])
        await self.schedule(made, pct=5)
        made.clock.forward(days=1)
        await run(made)
        flag = await made.get()
        assert (flag["pct"], flag["tags"]) == (5, ["a"])

    async def test_what_it_leaves_behind(self, made, operator):
        """One entry when it is made, in whose name; one of the flag when it is done."""
        schedule = await self.schedule(made, actor=operator, state="on")
        made.clock.forward(days=1)
        await run(made)
        _, created, updated = await made.entries()
        assert (created.action, created.resource_id) == ("schedule.created", schedule["id"])
        assert (updated.action, updated.actor_type) == ("flag.updated", "system")
        told = {name: updated.metadata[name] for name in ("scheduleId", "author", "note")}
        assert told == {
            "scheduleId": schedule["id"],
            "author": "olga@dezky.localhost",
            "note": "launch (as scheduled)",
        }

    async def test_what_could_not_be_made_now(self, made, refused):
        """Is refused now."""
        fault = await refused(self.schedule(made, segments=["nowhere"]))
        assert (fault.status, fault.errors[0].field) == (422, "segments.0")

    async def test_a_killed_flag_stays_dead(self, made):
        """A kill after the schedule was made pauses it, with the reason."""
        schedule = await self.schedule(made, state="on")
        await made.patch(state="on")
        await made.ask(KILL_FLAG, key="beta", reason="on fire")
        made.clock.forward(days=1)
        await run(made)
        assert (await share(made))[0] == "off"
        found = await shown(made, schedule["id"])
        assert (found["state"], found["reason"]) == (
            "paused", "beta was killed by flag: on fire",
        )  # fmt: skip

    async def test_a_removed_flag(self, made):
        """Cancels what was to become of it."""
        schedule = await self.schedule(made, state="on")
        await made.ask(DELETE_FLAG, key="beta")
        made.clock.forward(days=1)
        await run(made)
        assert (await shown(made, schedule["id"]))["state"] == "cancelled"


class TestRamp:
    async def test_step_by_step(self, made, ramp):
        """Each share is held before the next."""
        await ramp()
        seen = []
        for _ in range(4):
            await run(made)
            seen.append(await share(made))
            made.clock.forward(seconds=HOUR)
        assert seen == [("rollout", 5), ("rollout", 25), ("rollout", 100), ("rollout", 100)]

    async def test_not_early(self, made, ramp):
        """A hold is held."""
        await ramp()
        await run(made)
        made.clock.forward(seconds=HOUR - 1)
        await run(made)
        assert await share(made) == ("rollout", 5)

    async def test_one_entry_a_step(self, made, ramp):
        """And one for the start."""
        await ramp(note="carefully")
        for _ in range(3):
            await run(made)
            made.clock.forward(seconds=HOUR)
        entries = await made.entries()
        assert [one.action for one in entries] == [
            "flag.created", "ramp.started", "flag.updated", "flag.updated", "flag.updated",
        ]  # fmt: skip
        assert entries[-1].metadata["note"] == "carefully (step 3 of 3)"

    async def test_it_may_start_later(self, made, ramp):
        """At a time."""
        await ramp(startAt=TOMORROW)
        await run(made)
        assert await share(made) == ("off", 0)
        made.clock.forward(days=1)
        await run(made)
        assert await share(made) == ("rollout", 5)

    @pytest.mark.parametrize(
        ("fields", "steps", "place"),
        [
            ({}, [{"pct": 5}, {"pct": 5}], "steps.1.pct"),
            ({}, [{"pct": 5}, {"pct": 4}], "steps.1.pct"),
            ({"state": "rollout", "pct": 5}, [{"pct": 5}], "steps.0.pct"),
            ({"state": "on"}, [{"pct": 5}], "steps.0.pct"),
            ({}, [], "steps"),
            ({}, [{"pct": 101}], "steps.0.pct"),
            ({}, [{"pct": 0}], "steps.0.pct"),
        ],
    )
    async def test_it_only_rises(self, platform, refused, fields, steps, place):
        """A ramp takes the flag from nobody."""
        await platform.make(**fields)
        fault = await refused(platform.send(START_RAMP, {"key": "beta", "steps": steps}))
        assert (fault.status, fault.errors[0].field) == (422, place)

    @pytest.mark.parametrize(
        "change", [{"state": "off"}, {"state": "on"}, {"pct": 10}, {"pct": 60}]
    )
    async def test_somebody_takes_over(self, made, ramp, change):
        """The ramp pauses rather than to undo what they did."""
        identity = await ramp()
        await run(made)
        await made.patch(**change)
        before = await share(made)
        made.clock.forward(seconds=HOUR)
        await run(made)
        assert await share(made) == before
        found = await shown(made, identity)
        assert (found["state"], found["done"]) == ("paused", 1)
        assert "not at 5 % of a rollout" in found["reason"]
        assert (await made.verbs())[-1] == "schedule.paused"

    async def test_other_edits_are_no_hindrance(self, made, ramp):
        """Words, scope and rules are their own business."""
        await ramp()
        await run(made)
        await made.patch(description="new", scope={"plans": ["business"]})
        made.clock.forward(seconds=HOUR)
        await run(made)
        assert await share(made) == ("rollout", 25)

    async def test_where_flags_are_reviewed(self, start, refused):
        """A ramp decides too."""
        platform = await start(environment="live", reviewed_environments=("live",))
        await platform.make()
        call = platform.ask(START_RAMP, key="beta", steps=[{"pct": 5}])
        assert (await refused(call)).reason == "change_request_required"


class TestSteering:
    async def test_paused_it_waits(self, made, ramp):
        """However long; resumed, what was left of the hold is still held."""
        identity = await ramp()
        await run(made)
        made.clock.forward(seconds=HOUR - 600)
        await made.ask(PAUSE_SCHEDULE, id=identity, reason="holidays")
        made.clock.forward(days=7)
        await run(made)
        assert await share(made) == ("rollout", 5)
        await made.ask(RESUME_SCHEDULE, id=identity)
        made.clock.forward(seconds=590)
        await run(made)
        assert await share(made) == ("rollout", 5)
        made.clock.forward(seconds=10)
        await run(made)
        assert await share(made) == ("rollout", 25)

    async def test_each_leaves_one_entry(self, made, ramp):
        """Twice the same leaves none."""
        identity = await ramp()
        await made.entries()
        for rpc in (PAUSE_SCHEDULE, PAUSE_SCHEDULE, RESUME_SCHEDULE, RESUME_SCHEDULE):
            await made.ask(rpc, id=identity)
        await made.ask(CANCEL_SCHEDULE, id=identity, reason="no more")
        verbs = ["schedule.paused", "schedule.resumed", "schedule.cancelled"]
        assert await made.verbs() == verbs

    async def test_cancelled_it_is_over(self, made, ramp, refused):
        """Steps that are made stay; nothing brings it back."""
        identity = await ramp()
        await run(made)
        await made.ask(CANCEL_SCHEDULE, id=identity)
        made.clock.forward(days=1)
        await run(made)
        assert await share(made) == ("rollout", 5)
        for rpc in (PAUSE_SCHEDULE, RESUME_SCHEDULE, CANCEL_SCHEDULE):
            fault = await refused(made.ask(rpc, id=identity))
            assert (fault.status, fault.reason) == (409, "schedule_over")

    async def test_resumed_after_a_kill(self, made, ramp):
        """Whoever resumes has seen it: the ramp pauses again only at what isn't its share."""
        identity = await ramp(startAt=TOMORROW)
        await made.patch(state="on")
        await made.ask(KILL_FLAG, key="beta", reason="on fire")
        made.clock.forward(days=1)
        await run(made)
        assert (await shown(made, identity))["state"] == "paused"
        await made.ask(RESUME_SCHEDULE, id=identity)
        await run(made)
        assert await share(made) == ("rollout", 5)

    async def test_lists(self, made, ramp):
        """By flag and by state, the newest first."""
        first = await ramp(startAt=TOMORROW)
        await made.make("other")
        second = (await made.ask(START_RAMP, key="other", steps=RAMP))["schedule"]["id"]
        await made.ask(PAUSE_SCHEDULE, id=second)

        async def listed(**filters):
            answer = await made.ask(LIST_SCHEDULES, **filters)
            return [one["id"] for one in answer["items"]]

        assert await listed() == [second, first]
        assert await listed(flagKey="beta") == [first]
        assert await listed(state="paused") == [second]
        page = await made.ask(LIST_SCHEDULES, limit=1)
        assert await listed(cursor=page["nextCursor"]) == [first]

    async def test_one_that_is_not_there(self, made, refused):
        """404."""
        identity = "0199f3a0-0000-7000-8000-000000000000"
        fault = await refused(made.ask(GET_SCHEDULE, id=identity))
        assert (fault.status, fault.reason) == (404, "schedule_not_found")


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
        await run(made)
        assert await share(made) == ("off", 0)
        made.clock.forward(seconds=21)
        await run(made)
        assert await share(made) == ("rollout", 5)

    async def test_killed_after_the_step(self, made, ramp):
        """The flag is changed, the schedule doesn't know: nothing is made twice."""
        identity = await ramp()
        before = await made.database["schedules"].find_one({"_id": identity})
        await run(made)
        await made.patch(pct=7, note="a little more")
        await made.database["schedules"].replace_one({"_id": identity}, before)
        await run(made)
        assert await share(made) == ("rollout", 7)
        found = await shown(made, identity)
        assert (found["state"], found["done"]) == ("running", 1)

    async def test_a_restart_goes_on(self, start, made, ramp):
        """What is scheduled is in the database."""
        await ramp()
        await run(made)
        made.clock.forward(seconds=HOUR)
        fresh = await start(made.connection, made.clock)
        await run(fresh)
        assert await share(fresh) == ("rollout", 25)
