"""All flags as one YAML file: written, compared, read back."""

import yaml
from contracts.flag.v1 import (
    COMPARE_FLAGS,
    CREATE_SEGMENT,
    DELETE_FLAG,
    EXPORT_FLAGS,
    IMPORT_FLAGS,
)

RULE = {"attribute": "country", "operator": "in", "values": ["NO", "on", "1.0"]}
VARIANTS = [{"name": "a", "payload": {"off": None, "list": []}}, {"name": "b", "payload": "yes"}]
FILE = """\
format: 1
segments:
- key: friends
  scope: {tenantSlugs: [acme]}
flags:
- key: beta
  state: off
  segments: [friends]
  prerequisites: [{key: base}]
  rules: [{attribute: country, operator: in, values: [NO]}]
- key: base
  description: 2026-01-31
  state: on
"""


async def exported(platform):
    answer = await platform.ask(EXPORT_FLAGS)
    text = answer["yaml"]
    while "nextCursor" in answer:
        answer = await platform.ask(EXPORT_FLAGS, cursor=answer["nextCursor"])
        text += answer["yaml"]
    return text


async def imported(platform, text, **extra):
    digest = (await platform.ask(COMPARE_FLAGS, yaml=text))["digest"]
    return await platform.ask(IMPORT_FLAGS, yaml=text, digest=digest, **extra)


class TestExport:
    async def test_only_what_was_set(self, platform):
        """Words that YAML 1.1 takes for booleans are quoted; payloads are whole."""
        await platform.ask(CREATE_SEGMENT, key="friends", rules=[RULE])
        await platform.make(kind="variants", variants=VARIANTS, state="rollout", pct=25)
        await platform.make("small")
        assert yaml.safe_load(await exported(platform)) == {
            "format": 1,
            "segments": [{"key": "friends", "rules": [RULE]}],
            "flags": [
                {
                    "key": "beta",
                    "kind": "variants",
                    "variants": VARIANTS,
                    "defaultVariant": "a",
                    "state": "rollout",
                    "pct": 25,
                },
                {"key": "small"},
            ],
        }

    async def test_many_flags_are_parts_of_one_file(self, platform):
        """However many there are."""
        await platform.make("template")
        stored = await platform.database["flags"].find_one({"_id": "template"})
        copies = [
            {**stored, "_id": f"f{number:04}", "key": f"f{number:04}", "outbox": []}
            for number in range(450)
        ]
        await platform.database["flags"].delete_one({"_id": "template"})
        await platform.database["flags"].insert_many(copies)
        first = await platform.ask(EXPORT_FLAGS)
        assert "nextCursor" in first
        flags = yaml.safe_load(await exported(platform))["flags"]
        assert [one["key"] for one in flags] == [f"f{number:04}" for number in range(450)]


class TestImport:
    async def test_what_was_exported_changes_nothing(self, platform):
        """There and back."""
        await imported(platform, FILE)
        await platform.make("more", kind="variants", variants=VARIANTS, state="on")
        text = await exported(platform)
        assert (await platform.ask(COMPARE_FLAGS, yaml=text))["items"] == []

    async def test_into_an_empty_installation(self, platform):
        """Prerequisites first, whatever the file's order; words stay words."""
        found = await imported(platform, FILE, note="move")
        made = [(one["kind"], one["key"], one["action"]) for one in found["items"]]
        assert made == [
            ("segment", "friends", "create"),
            ("flag", "base", "create"),
            ("flag", "beta", "create"),
        ]  # fmt: skip
        base, beta = await platform.get("base"), await platform.get("beta")
        assert (base["state"], base["description"]) == ("on", "2026-01-31")
        assert (beta["state"], beta["rules"][0]["values"]) == ("off", ["NO"])
        assert beta["history"][0]["note"] == "move"

    async def test_a_large_file(self, platform):
        """Part by part: each call says what is left, and the same file makes the next part."""
        text = "format: 1\nflags:\n" + "".join(f"- key: f{number:03}\n" for number in range(220))
        left = await platform.ask(COMPARE_FLAGS, yaml=text)
        made = []
        for expected in (120, 20, 0):
            left = await platform.ask(IMPORT_FLAGS, yaml=text, digest=left["digest"])
            made += [one["key"] for one in left["items"]]
            assert left["remaining"] == expected
        assert made == [f"f{number:03}" for number in range(220)]
        assert (await platform.ask(COMPARE_FLAGS, yaml=text))["items"] == []

    async def test_a_large_difference(self, platform):
        """What doesn't fit into one answer is counted."""
        words = ", ".join("x" * 400 + str(number) for number in range(900))
        rule = f"{{attribute: a, operator: in, values: [{words}]}}"
        text = f"format: 1\nflags: [{{key: one, rules: [{rule}]}}, {{key: two, rules: [{rule}]}}]"
        found = await platform.ask(COMPARE_FLAGS, yaml=text)
        assert ([one["key"] for one in found["items"]], found["remaining"]) == (["one"], 1)

    async def test_one_entry_each(self, platform):
        """Of one import."""
        await imported(platform, FILE)
        entries = await platform.entries()
        told = sorted((one.action, one.resource_id) for one in entries)
        assert told == [
            ("flag.created", "base"), ("flag.created", "beta"), ("segment.created", "friends"),
        ]  # fmt: skip
        assert len({one.metadata["importId"] for one in entries}) == 1

    async def test_the_difference_is_shown_first(self, platform):
        """Field by field, before and after; what the file leaves out is at its default."""
        await platform.make("base", state="rollout", pct=50, description="2026-01-31")
        text = "format: 1\nflags: [{key: base, description: 2026-01-31, state: on}]"
        found = await platform.ask(COMPARE_FLAGS, yaml=text)
        (item,), digest = found["items"], found["digest"]
        assert item["changes"] == {
            "pct": {"before": 50, "after": 0},
            "state": {"before": "rollout", "after": "on"},
        }
        assert (await platform.get("base"))["revision"] == 1
        await platform.ask(IMPORT_FLAGS, yaml=text, digest=digest)
        assert (await platform.get("base"))["state"] == "on"

    async def test_flags_that_it_does_not_name_stay(self, platform):
        """A file is no list of what may exist."""
        await platform.make("other", state="on")
        await imported(platform, FILE)
        assert (await platform.get("other"))["state"] == "on"

    async def test_a_change_in_between(self, platform, refused):
        """409: what was looked at is what is made, or nothing."""
        await imported(platform, FILE)
        text = "format: 1\nflags: [{key: base, pct: 5}]"
        digest = (await platform.ask(COMPARE_FLAGS, yaml=text))["digest"]
        await platform.patch("base", owner="mail")
        fault = await refused(platform.ask(IMPORT_FLAGS, yaml=text, digest=digest))
        assert (fault.status, fault.reason) == (409, "flag_file_outdated")
        assert (await platform.get("base"))["state"] == "on"

    async def test_a_removed_flag_comes_back(self, platform):
        """As a new one under its key."""
        await platform.make("base")
        await platform.ask(DELETE_FLAG, key="base")
        await imported(platform, "format: 1\nflags: [{key: base, state: on}]")
        assert (await platform.get("base"))["state"] == "on"

    async def test_where_flags_are_reviewed(self, start, refused):
        """Nothing that decides comes in by a file."""
        platform = await start(environment="live", reviewed_environments=("live",))
        await imported(platform, "format: 1\nflags: [{key: beta}]")
        fault = await refused(imported(platform, "format: 1\nflags: [{key: beta, state: on}]"))
        assert fault.reason == "change_request_required"
        await imported(platform, "format: 1\nflags: [{key: beta, owner: mail}]")
