"""Four eyes on a change."""

import pytest
from contracts.flag.v1 import (
    APPLY_CHANGE_REQUEST,
    APPROVE_CHANGE_REQUEST,
    CREATE_CHANGE_REQUEST,
    DELETE_FLAG,
    LIST_CHANGE_REQUESTS,
    REJECT_CHANGE_REQUEST,
    SUBMIT_CHANGE_REQUEST,
    UPDATE_CHANGE_REQUEST,
    WITHDRAW_CHANGE_REQUEST,
)

DRAFT = {"state": "rollout", "pct": 100}


class TestCreate:
    async def test_bound_to_what_was_seen(self, live, written):
        """The flag's revision, and the tenants that it switches."""
        request = await live.change_request(await written())
        told = {name: request[name] for name in ("status", "draft", "baseRevision", "author")}
        assert told == {
            "status": "draft",
            "draft": DRAFT,
            "baseRevision": 1,
            "author": "olga@dezky.localhost",
        }
        assert request["counts"] == {"on": 2, "off": 0, "variant": 0, "tenants": 2}

    async def test_the_difference(self, live, written):
        """Each drafted field as it was, is, and would be."""
        request = await live.change_request(await written())
        assert request["differences"] == [
            {"field": "pct", "base": 0, "current": 0, "proposed": 100, "conflicting": False},
            {
                "field": "state", "base": "off", "current": "off", "proposed": "rollout",
                "conflicting": False,
            },
        ]  # fmt: skip

    async def test_what_could_not_be_made(self, live, refused):
        """Is refused while it is written."""
        body = {"flagKey": "beta", "title": "x", "draft": {"segments": ["nowhere"]}}
        fault = await refused(live.ask(CREATE_CHANGE_REQUEST, **body))
        assert (fault.status, fault.errors[0].field) == (422, "segments.0")

    async def test_a_flag_that_is_not_there(self, live, refused):
        """404."""
        body = {"flagKey": "nothing", "title": "x", "draft": DRAFT}
        assert (await refused(live.ask(CREATE_CHANGE_REQUEST, **body))).reason == "flag_not_found"


class TestWay:
    async def test_from_draft_to_applied(self, live, written, operator, reviewer):
        """One entry for each step; the last is the flag's own, and names the request."""
        identity = await written("approved", reviewer)
        applied = await live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        assert applied["changeRequest"]["status"] == "applied"
        flag = await live.get()
        assert (flag["state"], flag["pct"], flag["description"]) == ("rollout", 100, "old")
        assert flag["history"][0]["note"] == "Everybody"
        entries = await live.entries()
        assert [one.action for one in entries[1:]] == [
            "change_request.created", "change_request.submitted", "change_request.approved",
            "flag.updated",
        ]  # fmt: skip
        told = {name: entries[-1].metadata[name] for name in ("changeRequestId", "reviewer")}
        assert told == {"changeRequestId": identity, "reviewer": "rune@dezky.localhost"}

    async def test_nobody_decides_about_their_own(self, live, written, operator, refused):
        """Neither way."""
        identity = await written("in_review")
        for rpc in (APPROVE_CHANGE_REQUEST, REJECT_CHANGE_REQUEST):
            fault = await refused(live.ask(rpc, actor=operator, id=identity, comment="fine"))
            assert (fault.status, fault.reason) == (403, "own_change_request")

    async def test_only_its_author_has_hands_on_it(self, live, written, reviewer, refused):
        """What was reviewed is what they wrote."""
        identity = await written()
        calls = [
            live.ask(SUBMIT_CHANGE_REQUEST, actor=reviewer, id=identity),
            live.ask(WITHDRAW_CHANGE_REQUEST, actor=reviewer, id=identity),
            live.ask(UPDATE_CHANGE_REQUEST, actor=reviewer, id=identity, version=1, title="x"),
        ]
        for call in calls:
            fault = await refused(call)
            assert (fault.status, fault.reason) == (403, "not_the_author")

    @pytest.mark.parametrize(
        ("until", "rpc"),
        [
            ("draft", APPROVE_CHANGE_REQUEST),
            ("draft", APPLY_CHANGE_REQUEST),
            ("in_review", APPLY_CHANGE_REQUEST),
            ("approved", REJECT_CHANGE_REQUEST),
        ],
    )
    async def test_no_step_is_left_out(self, live, written, reviewer, refused, until, rpc):
        """409, naming both states."""
        identity = await written(until, reviewer)
        body = {"comment": "x"} if rpc is REJECT_CHANGE_REQUEST else {}
        fault = await refused(live.ask(rpc, actor=reviewer, id=identity, **body))
        assert (fault.status, fault.reason) == (409, "illegal_transition")

    async def test_rejected_and_withdrawn_are_over(
        self, live, written, operator, reviewer, refused
    ):
        """And nothing was changed; each step left one entry."""
        rejected = await written("in_review")
        body = {"id": rejected, "comment": "not yet"}
        answer = await live.ask(REJECT_CHANGE_REQUEST, actor=reviewer, **body)
        assert answer["changeRequest"]["comment"] == "not yet"
        withdrawn = await written("in_review")
        await live.ask(WITHDRAW_CHANGE_REQUEST, actor=operator, id=withdrawn)
        for identity in (rejected, withdrawn):
            call = live.ask(SUBMIT_CHANGE_REQUEST, actor=operator, id=identity)
            assert (await refused(call)).reason == "illegal_transition"
        assert (await live.get())["revision"] == 1
        told = [(one.action, one.resource_id) for one in await live.entries()]
        assert told[1:] == [
            ("change_request.created", rejected),
            ("change_request.submitted", rejected),
            ("change_request.rejected", rejected),
            ("change_request.created", withdrawn),
            ("change_request.submitted", withdrawn),
            ("change_request.withdrawn", withdrawn),
        ]

    async def test_a_new_draft_needs_a_new_review(self, live, written, operator, reviewer, refused):
        """What was approved was another one."""
        identity = await written("approved", reviewer)
        version = (await live.change_request(identity))["version"]
        answer = await live.ask(
            UPDATE_CHANGE_REQUEST, actor=operator, id=identity, version=version, draft={"pct": 1}
        )
        request = answer["changeRequest"]
        assert (request["status"], request["draft"], request["reviewer"]) == (
            "draft", {"pct": 1}, "",
        )  # fmt: skip
        call = live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        assert (await refused(call)).reason == "illegal_transition"

    async def test_applied_twice(self, live, written, operator, reviewer):
        """Is applied once."""
        identity = await written("approved", reviewer)
        for _ in range(2):
            await live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        assert (await live.get())["revision"] == 2

    async def test_killed_in_the_middle(self, live, written, operator, reviewer):
        """The flag is changed, the request doesn't know: the next call makes nothing twice."""
        identity = await written("approved", reviewer)
        requests = live.database["change_requests"]
        before = await requests.find_one({"_id": identity})
        await live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        await requests.replace_one({"_id": identity}, before)
        answer = await live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        assert answer["changeRequest"]["status"] == "applied"
        assert (await live.get())["revision"] == 2

    async def test_written_anew_while_it_is_applied(self, live, written, operator, reviewer):
        """The flag has the first draft then, and the second one is made when it is applied."""
        identity = await written("approved", reviewer)
        requests = live.database["change_requests"]
        before = await requests.find_one({"_id": identity})
        await live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        await requests.replace_one({"_id": identity}, before)
        body = {"id": identity, "version": before["version"], "draft": {"pct": 7}}
        await live.ask(UPDATE_CHANGE_REQUEST, actor=operator, **body)
        await live.ask(SUBMIT_CHANGE_REQUEST, actor=operator, id=identity)
        await live.ask(APPROVE_CHANGE_REQUEST, actor=reviewer, id=identity)
        await live.ask(APPLY_CHANGE_REQUEST, actor=operator, id=identity)
        assert ((await live.get())["pct"], (await live.get())["revision"]) == (7, 3)

    async def test_of_a_removed_flag(self, live, written, operator):
        """It can be read and withdrawn; nothing of the flag is left to compare with."""
        identity = await written()
        await live.ask(DELETE_FLAG, actor=operator, key="beta")
        request = await live.change_request(identity)
        (state,) = [one for one in request["differences"] if one["field"] == "state"]
        assert ("current" in state, state["conflicting"]) == (False, True)
        answer = await live.ask(WITHDRAW_CHANGE_REQUEST, actor=operator, id=identity)
        assert answer["changeRequest"]["status"] == "withdrawn"

    async def test_lists(self, live, written, operator):
        """By flag and by status, the newest first."""
        first, second = await written(), await written("in_review")
        await live.make("other")
        body = {"flagKey": "other", "title": "x", "draft": DRAFT}
        third = (await live.ask(CREATE_CHANGE_REQUEST, actor=operator, **body))["changeRequest"]

        async def listed(**filters):
            answer = await live.ask(LIST_CHANGE_REQUESTS, **filters)
            return [one["id"] for one in answer["items"]]

        assert await listed() == [third["id"], second, first]
        assert await listed(flagKey="beta") == [second, first]
        assert await listed(status="in_review") == [second]
