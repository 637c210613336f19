"""Reading flags: everything for operators, the rest for others."""

import pytest
from contracts.flag.v1 import DELETE_FLAG, LIST_FLAGS

RULE = {"attribute": "a", "operator": "in", "values": ["b"]}
HIDDEN = {"rules": [RULE], "scope": {"plans": ["business"]}, "owner": "mail"}
VARIANTS = [{"name": "a", "payload": 1}, {"name": "b", "payload": 2, "rules": [RULE]}]


class TestGetFlag:
    async def test_operators_see_everything(self, platform, operator):
        """Scope, rules, history, usage."""
        await platform.make(**HIDDEN)
        flag = await platform.get(actor=operator)
        assert (flag["rules"], flag["scope"]["plans"]) == ([RULE], ["business"])
        assert len(flag["history"]) == 1
        assert flag["usage"]["stale"] == ""

    async def test_others_see_what_it_is(self, platform, member_of):
        """Not for whom, nor what became of it when."""
        await platform.make(**HIDDEN, kind="variants", variants=VARIANTS, description="new")
        flag = await platform.get(actor=member_of("acme"))
        assert (flag["key"], flag["description"], flag["state"]) == ("beta", "new", "off")
        assert not flag.keys() & {"scope", "usage"}
        assert (flag["rules"], flag["history"], flag["owner"]) == ([], [], "")
        assert [one["rules"] for one in flag["variants"]] == [[], []]

    async def test_a_flag_that_is_not_there(self, platform, refused):
        """404."""
        assert (await refused(platform.get("nothing"))).reason == "flag_not_found"


class TestListFlags:
    @pytest.fixture
    async def listed(self, platform):
        await platform.make("jmap_native", description="Mail without a proxy", tags=["mail"])
        await platform.make("oci_versions", owner="Files team", state="on")
        await platform.make("passkeys", tags=["identity"], state="rollout", pct=5)
        await platform.make("gone")
        await platform.ask(DELETE_FLAG, key="gone")
        return platform

    async def keys(self, platform, **filters):
        answer = await platform.ask(LIST_FLAGS, **filters)
        return [one["key"] for one in answer["items"]]

    async def test_by_key(self, listed):
        """All that are there."""
        assert await self.keys(listed) == ["jmap_native", "oci_versions", "passkeys"]

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"state": "on"}, ["oci_versions"]),
            ({"tag": "mail"}, ["jmap_native"]),
            ({"q": "vers"}, ["oci_versions"]),
            ({"q": "files"}, ["oci_versions"]),
            ({"q": "PROXY mail"}, ["jmap_native"]),
            ({"q": "identi"}, ["passkeys"]),
            ({"q": "nothing"}, []),
            ({"q": "passkeys", "state": "on"}, []),
        ],
    )
    async def test_filters(self, listed, filters, expected):
        """They combine by and."""
        assert await self.keys(listed, **filters) == expected

    async def test_counts(self, listed):
        """Per state, whatever the state's filter says."""
        counts = (await listed.ask(LIST_FLAGS, state="on"))["counts"]
        assert counts == {"off": 1, "on": 1, "targeted": 0, "rollout": 1}

    async def test_pages(self, listed):
        """Follow one another without gap or repetition."""
        first = await listed.ask(LIST_FLAGS, limit=2)
        second = await listed.ask(LIST_FLAGS, limit=2, cursor=first["nextCursor"])
        assert [one["key"] for one in first["items"] + second["items"]] == await self.keys(listed)
        assert "nextCursor" not in second

    async def test_without_histories(self, listed, operator):
        """A page fits into one message."""
        answer = await listed.ask(LIST_FLAGS, actor=operator)
        assert [one["history"] for one in answer["items"]] == [[], [], []]

    async def test_others_see_less(self, listed, member_of):
        """As when they read one."""
        items = (await listed.ask(LIST_FLAGS, actor=member_of("acme")))["items"]
        assert all(not one.keys() & {"scope", "usage"} for one in items)
