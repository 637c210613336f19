"""Segments: groups of tenants that flags share."""

import pytest
from contracts.flag.v1 import (
    CREATE_SEGMENT,
    DELETE_SEGMENT,
    GET_SEGMENT,
    LIST_SEGMENTS,
    UPDATE_SEGMENT,
)

FRIENDS = {"tenantSlugs": ["acme"]}
RULE = {"attribute": "a", "operator": "in", "values": ["b"]}


@pytest.fixture
async def made(platform):
    await platform.tenant("acme", plan="starter")
    await platform.tenant("olivar", plan="business")
    await platform.ask(CREATE_SEGMENT, key="friends", description="Ours", scope=FRIENDS)
    await platform.make(state="targeted", segments=["friends"])
    return platform


class TestCreateSegment:
    async def test_it_can_be_asked_for_at_once(self, made):
        """By flags, in this process and in all others."""
        assert made.watched.enabled("beta", "acme") is True
        assert made.watched.enabled("beta", "olivar") is False
        record = await made.record("segment.friends")
        assert (record["format"], record["version"]) == (1, 1)

    async def test_it_leaves_one_entry(self, made, operator):
        """In the name of who made it."""
        await made.entries()
        await made.ask(CREATE_SEGMENT, actor=operator, key="others", rules=[RULE], note="why not")
        (entry,) = await made.entries()
        told = (entry.action, entry.resource_id, entry.actor_email, entry.metadata["note"])
        assert told == ("segment.created", "others", "olga@dezky.localhost", "why not")

    async def test_a_taken_key(self, made, refused):
        """409."""
        fault = await refused(made.ask(CREATE_SEGMENT, key="friends"))
        assert (fault.status, fault.reason) == (409, "segment_key_taken")

    async def test_what_cannot_be_evaluated(self, made, refused):
        """422, naming the field."""
        rules = [RULE, {**RULE, "operator": "numeric"}]
        fault = await refused(made.ask(CREATE_SEGMENT, key="others", rules=rules))
        assert (fault.status, fault.errors[0].field) == (422, "rules.1.values.0")


class TestReadSegments:
    async def test_one_and_all(self, made):
        """By key."""
        await made.ask(CREATE_SEGMENT, key="early")
        one = await made.ask(GET_SEGMENT, key="friends")
        assert one["segment"]["scope"]["tenantSlugs"] == ["acme"]
        listed = await made.ask(LIST_SEGMENTS, limit=1)
        rest = await made.ask(LIST_SEGMENTS, limit=1, cursor=listed["nextCursor"])
        assert [item["key"] for item in listed["items"] + rest["items"]] == ["early", "friends"]

    async def test_one_that_is_not_there(self, made, refused):
        """404."""
        fault = await refused(made.ask(GET_SEGMENT, key="nothing"))
        assert (fault.status, fault.reason) == (404, "segment_not_found")


class TestUpdateSegment:
    async def test_in_effect_at_once(self, made):
        """For every flag that uses it; what isn't sent stays."""
        scope = {"plans": ["business"]}
        changed = await made.ask(UPDATE_SEGMENT, key="friends", version=1, scope=scope)
        assert changed["segment"]["description"] == "Ours"
        assert made.watched.enabled("beta", "acme") is False
        assert made.watched.enabled("beta", "olivar") is True

    async def test_it_leaves_one_entry(self, made):
        """With before and after; none when nothing differs."""
        await made.entries()
        await made.ask(UPDATE_SEGMENT, key="friends", version=1, description="Theirs", note="moved")
        await made.ask(UPDATE_SEGMENT, key="friends", version=2, description="Theirs")
        (entry,) = await made.entries()
        assert entry.metadata["changes"] == {"description": {"before": "Ours", "after": "Theirs"}}

    async def test_another_version(self, made, refused):
        """412."""
        call = made.ask(UPDATE_SEGMENT, key="friends", version=7, description="x")
        assert (await refused(call)).status == 412

    async def test_where_flags_are_reviewed(self, start, refused):
        """A segment in use would switch them without review; its words may change."""
        platform = await start(environment="live", reviewed_environments=("live",))
        await platform.ask(CREATE_SEGMENT, key="friends", scope=FRIENDS)
        await platform.make(segments=["friends"])
        call = platform.ask(UPDATE_SEGMENT, key="friends", version=1, scope={})
        assert (await refused(call)).reason == "segment_reviewed"
        await platform.ask(UPDATE_SEGMENT, key="friends", version=1, description="Ours")


class TestDeleteSegment:
    async def test_one_in_use(self, made, refused):
        """Stays."""
        fault = await refused(made.ask(DELETE_SEGMENT, key="friends"))
        assert (fault.status, fault.reason) == (409, "segment_in_use")

    async def test_one_that_nobody_uses(self, made, refused):
        """Goes, and its key may be used again."""
        await made.patch(segments=[])
        await made.ask(DELETE_SEGMENT, key="friends")
        assert (await refused(made.ask(GET_SEGMENT, key="friends"))).status == 404
        assert "segment" not in await made.record("segment.friends")
        again = await made.ask(CREATE_SEGMENT, key="friends", scope=FRIENDS)
        assert again["segment"]["version"] == 3
        assert (await made.record("segment.friends"))["version"] == 3
