"""Shares that rise step by step."""

import pytest
from contracts.flag.v1 import START_RAMP

TOMORROW = "2026-03-02T12:00:00.000Z"
HOUR = 3600


class TestRamp:
    async def test_step_by_step(self, made, ramp):
        """Each share is held before the next."""
        await ramp()
        seen = []
        for _ in range(4):
            await made.work_off()
            seen.append(await made.share())
            made.clock.forward(seconds=HOUR)
        assert seen == [("rollout", 5), ("rollout", 25), ("rollout", 100), ("rollout", 100)]

    async def test_not_early(self, made, ramp):
        """A hold is held."""
        await ramp()
        await made.work_off()
        made.clock.forward(seconds=HOUR - 1)
        await made.work_off()
        assert await made.share() == ("rollout", 5)

    async def test_one_entry_a_step(self, made, ramp):
        """And one for the start."""
        await ramp(note="carefully")
        for _ in range(3):
            await made.work_off()
            made.clock.forward(seconds=HOUR)
        entries = await made.entries()
        assert [one.action for one in entries] == [
            "flag.created", "ramp.started", "flag.updated", "flag.updated", "flag.updated",
        ]  # fmt: skip
        assert entries[-1].metadata["note"] == "carefully (step 3 of 3)"

    async def test_it_may_start_later(self, made, ramp):
        """At a time."""
        await ramp(startAt=TOMORROW)
        await made.work_off()
        assert await made.share() == ("off", 0)
        made.clock.forward(days=1)
        await made.work_off()
        assert await made.share() == ("rollout", 5)

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
        await made.work_off()
        await made.patch(**change)
        before = await made.share()
        made.clock.forward(seconds=HOUR)
        await made.work_off()
        assert await made.share() == before
        found = await made.schedule(identity)
        assert (found["state"], found["done"]) == ("paused", 1)
        assert "not at 5 % of a rollout" in found["reason"]
        assert (await made.verbs())[-1] == "schedule.paused"

    async def test_other_edits_are_no_hindrance(self, made, ramp):
        """Words, scope and rules are their own business."""
        await ramp()
        await made.work_off()
        await made.patch(description="new", scope={"plans": ["business"]})
        made.clock.forward(seconds=HOUR)
        await made.work_off()
        assert await made.share() == ("rollout", 25)

    async def test_where_flags_are_reviewed(self, start, refused):
        """A ramp decides too."""
        platform = await start(environment="live", reviewed_environments=("live",))
        await platform.make()
        call = platform.ask(START_RAMP, key="beta", steps=[{"pct": 5}])
        assert (await refused(call)).reason == "change_request_required"
