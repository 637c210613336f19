"""Flags are made once, and stand among the others."""

import pytest
from contracts.faults import Fault
from contracts.flag.v1 import CREATE_FLAG, DELETE_FLAG

ENGINES = [{"name": "old", "payload": 1}, {"name": "new", "payload": {"engine": 2}}]


class TestCreateFlag:
    async def test_defaults(self, platform):
        """Boolean, off, for nobody in particular; its first revision."""
        flag = await platform.make()
        told = {name: flag[name] for name in ("kind", "state", "pct", "revision", "version")}
        assert told == {"kind": "boolean", "state": "off", "pct": 0, "revision": 1, "version": 1}
        assert flag["scope"] == {
            "plans": [], "tenantSlugs": [], "partnerSlugs": [], "environments": [],
        }  # fmt: skip

    async def test_everything_given_is_kept(self, platform):
        """As it was sent."""
        given = {
            "description": "Serves the new engine.",
            "owner": "mail",
            "tags": ["mail", "beta"],
            "kind": "variants",
            "variants": [{**one, "weight": 1, "rules": []} for one in ENGINES],
            "defaultVariant": "old",
            "state": "rollout",
            "pct": 12.345,
            "stickiness": "userId",
            "rules": [{"attribute": "country", "operator": "in", "values": ["NO"]}],
        }
        flag = await platform.make(**given)
        assert {name: flag[name] for name in given} == given

    async def test_the_first_variant_is_the_default(self, platform):
        """Unless another one is named."""
        flag = await platform.make(kind="variants", variants=ENGINES)
        assert flag["defaultVariant"] == "old"

    async def test_it_leaves_one_entry(self, platform, operator):
        """In the name of who made it, with what was set and why."""
        await platform.ask(CREATE_FLAG, actor=operator, key="beta", state="on", note="launch")
        (entry,) = await platform.entries()
        told = (entry.action, entry.resource_type, entry.resource_id, entry.actor_email)
        assert told == ("flag.created", "flag", "beta", "olga@dezky.localhost")
        assert entry.metadata["note"] == "launch"
        assert entry.metadata["changes"]["state"] == {"before": None, "after": "on"}

    async def test_evaluators_get_it(self, platform):
        """Under its key, with its format, without its history."""
        await platform.make(state="on")
        record = await platform.record("flag.beta")
        assert (record["format"], record["version"], record["flag"]["state"]) == (1, 1, "on")
        assert record["flag"]["history"] == []

    async def test_it_can_be_evaluated_at_once(self, platform):
        """This process needn't wait for the bus."""
        await platform.make(state="on")
        assert platform.watched.enabled("beta") is True

    async def test_a_taken_key(self, platform, refused):
        """Names one flag."""
        await platform.make()
        fault = await refused(platform.make())
        assert (fault.status, fault.reason, fault.errors[0].field) == (409, "flag_key_taken", "key")

    async def test_the_key_of_a_removed_flag(self, platform):
        """May be used again; the new flag is newer in every evaluator."""
        await platform.make(state="on", tags=["old"])
        await platform.ask(DELETE_FLAG, key="beta")
        flag = await platform.make(description="another")
        assert (flag["state"], flag["tags"], flag["version"]) == ("off", [], 3)
        assert [one["verb"] for one in flag["history"]] == [
            "flag.created", "flag.removed", "flag.created",
        ]  # fmt: skip
        assert (await platform.record("flag.beta"))["version"] == 3


RULE = {"attribute": "a", "operator": "in", "values": ["a"]}


def ruled(operator, *values):
    """Return fields with one rule."""
    return {"rules": [{**RULE, "operator": operator, "values": list(values)}]}


def varied(**variant):
    """Return fields with one variant."""
    return {"kind": "variants", "variants": [{"name": "a"} | variant]}


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({"key": "Beta"}, "key"),
            ({"key": "b"}, "key"),
            ({"key": "9lives"}, "key"),
            ({"key": "b" * 65}, "key"),
            ({"state": "maybe"}, "state"),
            ({"kind": "number"}, "kind"),
            ({"pct": -0.001}, "pct"),
            ({"pct": 100.001}, "pct"),
            ({"pct": "half"}, "pct"),
            (ruled("like", "a"), "rules.0.operator"),
            (ruled("in"), "rules.0.values"),
            ({"rules": [{**RULE, "attribute": "a b"}]}, "rules.0.attribute"),
            (ruled("matches", "a", "(a"), "rules.0.values.1"),
            (ruled("matches", r"(a)\1"), "rules.0.values.0"),
            (ruled("semver", ">=x"), "rules.0.values.0"),
            (varied(payload=None), "variants.0.payload"),
            (varied(), "variants.0.payload"),
            (varied(payload=2**60), "variants.0.payload"),
            (varied(name="a.b", payload=1), "variants.0.name"),
            ({"kind": "variants"}, "variants"),
            ({"kind": "variants", "variants": ENGINES, "defaultVariant": "x"}, "defaultVariant"),
            ({"segments": ["nowhere"]}, "segments.0"),
            ({"prerequisites": [{"key": "nothing"}]}, "prerequisites.0.key"),
            ({"prerequisites": [{"key": "beta"}]}, "prerequisites"),
            ({"scope": {"plan": ["business"]}}, "scope.plan"),
            ({"colour": "red"}, "colour"),
        ],
    )  # fmt: skip
    async def test_the_field_is_named(self, platform, refused, fields, place):
        """422, by the path of what is wrong; nothing is stored."""
        fault = await refused(platform.send(CREATE_FLAG, {"key": "beta", **fields}))
        assert (fault.status, [one.field for one in fault.errors]) == (422, [place])
        assert await platform.database["flags"].count_documents({}) == 0

    async def test_everything_wrong_is_told_at_once(self, platform, refused):
        """Not one mistake per try."""
        rule = {**RULE, "operator": "cidr", "values": ["10.0.0.0/99"]}
        fault = await refused(platform.make(rules=[rule], segments=["nowhere"]))
        assert {one.field for one in fault.errors} == {"rules.0.values.0", "segments.0"}

    async def test_a_variant_of_a_prerequisite(self, platform, refused):
        """Must be one that the flag serves."""
        await platform.make("base", kind="variants", variants=ENGINES)
        await platform.make("fine", prerequisites=[{"key": "base", "variants": ["new"]}])
        needed = [{"key": "base", "variants": ["new", "newest"]}]
        fault = await refused(platform.make("beta", prerequisites=needed))
        assert [one.field for one in fault.errors] == ["prerequisites.0.variants.1"]

    async def test_a_cycle_of_prerequisites(self, platform, refused):
        """Is refused with the way it goes."""
        await platform.make("one")
        await platform.make("two", prerequisites=[{"key": "one"}])
        await platform.make("three", prerequisites=[{"key": "two"}])
        fault: Fault = await refused(platform.patch("one", prerequisites=[{"key": "three"}]))
        (error,) = fault.errors
        assert (fault.status, error.field) == (422, "prerequisites")
        assert "→" in error.message
