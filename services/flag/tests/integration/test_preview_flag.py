"""Which tenants a draft would switch, before it is saved."""

import pytest
from contracts.flag.v1 import EVALUATE_FLAGS, PREVIEW_FLAG

ENGINES = [{"name": name, "payload": name} for name in ("old", "new", "newest")]


async def flips(platform, draft, key="beta", **paging):
    answer = await platform.ask(PREVIEW_FLAG, key=key, draft=draft, **paging)
    return answer, [(one["tenantSlug"], one["direction"]) for one in answer["items"]]


@pytest.fixture
async def peopled(platform):
    for number in range(6):
        plan = "business" if number % 2 else "starter"
        await platform.tenant(f"t{number}", plan=plan)
    await platform.tenant("gone", plan="business", status="deleted")
    return platform


class TestPreviewFlag:
    async def test_who_gets_it(self, peopled):
        """Exactly those; deleted tenants are nobody."""
        await peopled.make()
        draft = {"state": "targeted", "scope": {"plans": ["business"]}}
        answer, found = await flips(peopled, draft)
        assert found == [("t1", "on"), ("t3", "on"), ("t5", "on")]
        assert answer["counts"] == {"on": 3, "off": 0, "variant": 0, "tenants": 6}
        assert (answer["items"][0]["before"], answer["items"][0]["after"]) == ("off", "on")

    async def test_who_loses_it(self, peopled):
        """Both ways in one change."""
        await peopled.make(state="targeted", scope={"plans": ["starter"]})
        _, found = await flips(peopled, {"scope": {"tenantSlugs": ["t0", "t1"]}})
        assert found == [("t1", "on"), ("t2", "off"), ("t4", "off")]

    async def test_who_gets_another_variant(self, peopled):
        """A third direction."""
        await peopled.make(kind="variants", variants=ENGINES[:2], state="on")
        answer, found = await flips(
            peopled,
            {"variants": [{**one, "weight": int(one["name"] == "newest")} for one in ENGINES]},
        )
        assert {direction for _, direction in found} == {"variant"}
        assert {(one["before"], one["after"]) for one in answer["items"]} == {("new", "newest")}

    async def test_it_is_what_happens(self, peopled):
        """Every tenant evaluates then as it was shown before."""
        await peopled.make(state="rollout", pct=30)
        draft = {"state": "rollout", "pct": 70}
        _, found = await flips(peopled, draft)

        async def given():
            values = {}
            for number in range(6):
                answer = await peopled.ask(EVALUATE_FLAGS, tenantSlug=f"t{number}")
                values[f"t{number}"] = answer["values"]["beta"]
            return values

        before = await given()
        await peopled.patch(**draft)
        after = await given()
        assert found == [(slug, "on") for slug in sorted(after) if after[slug] > before[slug]]

    async def test_nothing_is_saved_or_counted(self, peopled):
        """Looking changes nothing."""
        await peopled.make()
        await peopled.entries()
        await flips(peopled, {"state": "on"})
        assert (await peopled.get())["revision"] == 1
        assert await peopled.entries() == []
        assert not peopled.watched.all.drain()

    async def test_pages(self, peopled):
        """By slug; the digest is of the whole list, on every page."""
        await peopled.make()
        first, one = await flips(peopled, {"state": "on"}, limit=4)
        second, two = await flips(peopled, {"state": "on"}, limit=4, cursor=first["nextCursor"])
        assert [slug for slug, _ in one + two] == [f"t{number}" for number in range(6)]
        assert "nextCursor" not in second
        assert first["digest"] == second["digest"]
        assert second["counts"]["on"] == 6

    async def test_the_digest_names_the_list(self, peopled):
        """Another tenant, another digest."""
        await peopled.make()
        before, _ = await flips(peopled, {"state": "on"})
        await peopled.tenant("t6")
        after, _ = await flips(peopled, {"state": "on"})
        assert before["digest"] != after["digest"]

    async def test_what_could_not_be_saved(self, peopled, refused):
        """Is refused alike."""
        await peopled.make()
        rule = {"attribute": "a", "operator": "matches", "values": ["("]}
        fault = await refused(flips(peopled, {"rules": [rule]}))
        assert (fault.status, fault.errors[0].field) == (422, "rules.0.values.0")

    async def test_an_unfinished_draft_of_an_endless_chain(self, peopled, refused):
        """A cycle too."""
        await peopled.make("one")
        await peopled.make("two", prerequisites=[{"key": "one"}])
        fault = await refused(flips(peopled, {"prerequisites": [{"key": "two"}]}, key="one"))
        assert fault.errors[0].field == "prerequisites"
