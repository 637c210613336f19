"""Changes keep their history, and leave one entry each."""

import asyncio

import pytest
from contracts.flag.v1 import DELETE_FLAG, GET_FLAG, KILL_FLAG, UPDATE_FLAG

SCOPE = {"plans": ["business"], "tenantSlugs": [], "partnerSlugs": [], "environments": []}


class TestUpdateFlag:
    async def test_what_is_not_sent_stays(self, platform):
        """Lists too: left out isn't emptied."""
        await platform.make(state="targeted", scope=SCOPE, tags=["a"], owner="mail")
        flag = await platform.patch(pct=50)
        told = {name: flag[name] for name in ("state", "pct", "tags", "owner", "scope")}
        assert told == {
            "state": "targeted", "pct": 50, "tags": ["a"], "owner": "mail", "scope": SCOPE,
        }  # fmt: skip

    async def test_what_is_sent_empty_is_emptied(self, platform):
        """An empty list is a list."""
        await platform.make(
            tags=["a"], rules=[{"attribute": "a", "operator": "in", "values": ["b"]}]
        )
        flag = await platform.patch(tags=[], rules=[])
        assert (flag["tags"], flag["rules"]) == ([], [])

    async def test_history(self, platform, operator):
        """Who, when, why, before and after; the newest first."""
        await platform.make()
        changed = await platform.ask(
            UPDATE_FLAG, actor=operator, key="beta", version=1, state="rollout", pct=5, note="try"
        )
        newest, oldest = changed["flag"]["history"]
        assert (newest["verb"], newest["actor"], newest["note"], newest["revision"]) == (
            "flag.updated", "olga@dezky.localhost", "try", 2,
        )  # fmt: skip
        assert newest["changes"] == {
            "state": {"before": "off", "after": "rollout"},
            "pct": {"before": 0, "after": 5},
        }
        assert newest["at"] == changed["flag"]["updatedAt"]
        assert oldest["verb"] == "flag.created"

    async def test_the_last_twenty_are_kept(self, platform):
        """All of them are on the audit timeline."""
        await platform.make()
        for pct in range(1, 24):
            await platform.patch(pct=pct)
        flag = await platform.get()
        assert [one["revision"] for one in flag["history"]] == list(range(24, 4, -1))
        assert len(await platform.entries()) == 24

    async def test_no_difference_is_no_change(self, platform):
        """No revision, no entry."""
        await platform.make(state="on")
        flag = await platform.patch(state="on", note="again")
        assert (flag["revision"], flag["version"]) == (1, 1)
        assert await platform.verbs() == ["flag.created"]

    async def test_another_version(self, platform, refused):
        """412: read it again."""
        await platform.make()
        await platform.patch(pct=5)
        fault = await refused(platform.ask(UPDATE_FLAG, key="beta", version=1, pct=10))
        assert (fault.status, fault.reason) == (412, "version_mismatch")

    async def test_many_at_once(self, platform):
        """Of ten writers with the same version one wins, and each entry is a change."""
        await platform.make()
        calls = [
            platform.ask(UPDATE_FLAG, key="beta", version=1, pct=number) for number in range(1, 11)
        ]
        ended = await asyncio.gather(*calls, return_exceptions=True)
        assert sum(isinstance(one, dict) for one in ended) == 1
        assert await platform.verbs() == ["flag.created", "flag.updated"]

    async def test_the_key_never_changes(self, platform, refused):
        """Nor does the kind: neither is a field of a change."""
        await platform.make()
        body = {"key": "beta", "version": 1, "kind": "variants"}
        fault = await refused(platform.send(UPDATE_FLAG, body))
        assert [one.field for one in fault.errors] == ["kind"]

    async def test_a_flag_that_is_not_there(self, platform, refused):
        """404."""
        fault = await refused(platform.ask(UPDATE_FLAG, key="nothing", version=1, pct=1))
        assert (fault.status, fault.reason) == (404, "flag_not_found")

    async def test_what_cannot_be_evaluated(self, platform, refused):
        """Is refused, and the flag stays as it is."""
        await platform.make()
        rule = {"attribute": "a", "operator": "matches", "values": ["("]}
        fault = await refused(platform.patch(rules=[rule]))
        assert [one.field for one in fault.errors] == ["rules.0.values.0"]
        assert (await platform.get())["revision"] == 1


class TestReviewedEnvironment:
    @pytest.fixture
    async def platform(self, start):
        return await start(environment="production", reviewed_environments=("production",))

    @pytest.mark.parametrize(
        "fields", [{"state": "on"}, {"pct": 5}, {"rules": []}, {"state": "off", "pct": 1}]
    )
    async def test_what_decides_needs_four_eyes(self, platform, refused, fields):
        """409: make a change request."""
        await platform.make()
        fault = await refused(platform.patch(**fields))
        assert (fault.status, fault.reason) == (409, "change_request_required")

    async def test_words_need_none(self, platform):
        """Description, owner and tags decide nothing."""
        await platform.make()
        flag = await platform.patch(description="new", owner="mail", tags=["a"])
        assert flag["revision"] == 2

    async def test_a_kill_waits_for_nobody(self, platform):
        """Either way of it."""
        await platform.make()
        await platform.database["flags"].update_one({"_id": "beta"}, {"$set": {"state": "on"}})
        assert (await platform.patch(state="off", note="kill-switch"))["state"] == "off"
        await platform.database["flags"].update_one({"_id": "beta"}, {"$set": {"state": "on"}})
        await platform.ask(KILL_FLAG, key="beta", reason="on fire")
        assert (await platform.get())["state"] == "off"

    async def test_a_kill_carries_nothing_in(self, platform, refused):
        """What comes with it waits."""
        await platform.make()
        fault = await refused(platform.patch(state="off", note="kill-switch", pct=50))
        assert fault.reason == "change_request_required"

    async def test_new_flags_are_off(self, platform, refused):
        """And only such may go."""
        assert (await refused(platform.make(state="on"))).reason == "change_request_required"
        await platform.make()
        await platform.database["flags"].update_one({"_id": "beta"}, {"$set": {"state": "on"}})
        fault = await refused(platform.ask(DELETE_FLAG, key="beta"))
        assert fault.reason == "change_request_required"

    async def test_elsewhere_they_change_freely(self, start):
        """The setting names environments."""
        staging = await start(environment="staging", reviewed_environments=("production",))
        await staging.make(state="on")
        assert (await staging.ask(GET_FLAG, key="beta"))["flag"]["state"] == "on"
