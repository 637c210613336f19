"""What was looked at isn't true any more."""

import pytest
from contracts.flag.v1 import (
    APPLY_CHANGE_REQUEST,
    APPROVE_CHANGE_REQUEST,
    SUBMIT_CHANGE_REQUEST,
    UPDATE_CHANGE_REQUEST,
)

DRAFT = {"state": "rollout", "pct": 100}


class TestConflict:
    @pytest.fixture
    def meddled(self, live):
        """Give a function that changes the flag past the review, as a kill may."""

        async def meddle(**fields):
            await live.database["flags"].update_one(
                {"_id": "beta"}, {"$set": fields, "$inc": {"revision": 1, "version": 1}}
            )

        return meddle

    @pytest.mark.parametrize("until", ["in_review", "approved"])
    async def test_the_flag_has_changed(self, live, written, reviewer, refused, meddled, until):
        """409 with the difference, three ways: to approve it, and to apply it."""
        identity = await written(until, reviewer)
        await meddled(pct=10.0, owner="mail")
        rpc = APPROVE_CHANGE_REQUEST if until == "in_review" else APPLY_CHANGE_REQUEST
        fault = await refused(live.ask(rpc, actor=reviewer, id=identity))
        assert (fault.status, fault.reason) == (409, "change_request_conflict")
        assert {one.field: one.message for one in fault.errors} == {
            "owner": 'was "", is "mail", would be "mail"',
            "pct": "was 0, is 10, would be 100",
            "state": 'was "off", is "off", would be "rollout"',
        }

    async def test_it_is_seen_before(self, live, written, meddled):
        """Reading the request tells where it conflicts."""
        identity = await written()
        await meddled(pct=10.0)
        request = await live.change_request(identity)
        conflicting = [one["field"] for one in request["differences"] if one["conflicting"]]
        assert conflicting == ["pct"]

    async def test_written_anew_it_goes_on(self, live, written, operator, reviewer, meddled):
        """Against the flag as it is now."""
        identity = await written("in_review")
        await meddled(pct=10.0)
        version = (await live.change_request(identity))["version"]
        await live.ask(UPDATE_CHANGE_REQUEST, actor=operator, id=identity, version=version)
        await live.ask(SUBMIT_CHANGE_REQUEST, actor=operator, id=identity)
        await live.ask(APPROVE_CHANGE_REQUEST, actor=reviewer, id=identity)
        await live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        assert (await live.get())["pct"] == 100

    async def test_other_tenants_than_were_looked_at(self, live, written, reviewer, refused):
        """409, naming them."""
        identity = await written("approved", reviewer)
        await live.tenant("late")
        await live.tenant("olivar", status="deleted", version=2)
        fault = await refused(live.ask(APPLY_CHANGE_REQUEST, actor=reviewer, id=identity))
        assert (fault.status, fault.reason) == (409, "preview_changed")
        assert {one.field: one.message for one in fault.errors} == {
            "late": "would be switched now",
            "olivar": "was to be switched",
        }
        assert (await live.get())["revision"] == 1
