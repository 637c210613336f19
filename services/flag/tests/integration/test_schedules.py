"""Changes that are made at a time, and not against what people decided meanwhile."""

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


class TestScheduleChange:
    async def schedule(self, platform, actor=None, **draft):
        body = {"key": "beta", "at": TOMORROW, "draft": draft, "note": "launch"}
        return (await platform.ask(SCHEDULE_CHANGE, actor=actor, **body))["schedule"]

    async def test_not_before_its_time(self, made):
        """And then at once."""
        schedule = await self.schedule(made, state="on")
        made.clock.forward(hours=23)
        await made.work_off()
        assert (await made.share())[0] == "off"
        made.clock.forward(hours=1)
        await made.work_off()
        assert (await made.share())[0] == "on"
        found = await made.schedule(schedule["id"])
        assert (found["state"], found["done"]) == ("done", 1)
        assert "nextAt" not in found

    async def test_what_is_left_out_stays(self, made):
        """A draft empties no list that it doesn't name."""
        await made.patch(tags=["a"])
        await self.schedule(made, pct=5)
        made.clock.forward(days=1)
        await made.work_off()
        flag = await made.get()
        assert (flag["pct"], flag["tags"]) == (5, ["a"])

    async def test_what_it_leaves_behind(self, made, operator):
        """One entry when it is made, in whose name; one of the flag when it is done."""
        schedule = await self.schedule(made, actor=operator, state="on")
        made.clock.forward(days=1)
        await made.work_off()
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
        await made.work_off()
        assert (await made.share())[0] == "off"
        found = await made.schedule(schedule["id"])
        assert (found["state"], found["reason"]) == (
            "paused", "beta was killed by flag: on fire",
        )  # fmt: skip

    async def test_a_removed_flag(self, made):
        """Cancels what was to become of it."""
        schedule = await self.schedule(made, state="on")
        await made.ask(DELETE_FLAG, key="beta")
        made.clock.forward(days=1)
        await made.work_off()
        assert (await made.schedule(schedule["id"]))["state"] == "cancelled"


class TestSteering:
    async def test_paused_it_waits(self, made, ramp):
        """However long; resumed, what was left of the hold is still held."""
        identity = await ramp()
        await made.work_off()
        made.clock.forward(seconds=HOUR - 600)
        await made.ask(PAUSE_SCHEDULE, id=identity, reason="holidays")
        made.clock.forward(days=7)
        await made.work_off()
        assert await made.share() == ("rollout", 5)
        await made.ask(RESUME_SCHEDULE, id=identity)
        made.clock.forward(seconds=590)
        await made.work_off()
        assert await made.share() == ("rollout", 5)
        made.clock.forward(seconds=10)
        await made.work_off()
        assert await made.share() == ("rollout", 25)

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
        await made.work_off()
        await made.ask(CANCEL_SCHEDULE, id=identity)
        made.clock.forward(days=1)
        await made.work_off()
        assert await made.share() == ("rollout", 5)
        for rpc in (PAUSE_SCHEDULE, RESUME_SCHEDULE, CANCEL_SCHEDULE):
            fault = await refused(made.ask(rpc, id=identity))
            assert (fault.status, fault.reason) == (409, "schedule_over")

    async def test_resumed_after_a_kill(self, made, ramp):
        """Whoever resumes has seen it: the ramp pauses again only at what isn't its share."""
        identity = await ramp(startAt=TOMORROW)
        await made.patch(state="on")
        await made.ask(KILL_FLAG, key="beta", reason="on fire")
        made.clock.forward(days=1)
        await made.work_off()
        assert (await made.schedule(identity))["state"] == "paused"
        await made.ask(RESUME_SCHEDULE, id=identity)
        await made.work_off()
        assert await made.share() == ("rollout", 5)

    async def test_lists(self, made, ramp):
        """By flag and by state, the newest first."""
        first = await ramp(startAt=TOMORROW)
        await made.make("other")
        second = (await made.ask(START_RAMP, key="other", steps=[{"pct": 5}]))["schedule"]["id"]
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
