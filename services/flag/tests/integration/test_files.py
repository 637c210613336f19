"""All flags as one YAML file: written, compared, read back."""

import pytest
import yaml
from bus import within
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


BAD_SEGMENT = """\
format: 1
segments:
- key: friends
  rules: [{attribute: a, operator: cidr, values: [x]}]
"""


def flag_with(text):
    return f"format: 1\nflags:\n- key: beta\n  {text}\n"


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("[", "yaml"),
            ("- a", "yaml"),
            ("flags: []", "format"),
            ("format: 2", "format"),
            ("format: 1\nflag: []", "flag"),
            ("format: 1\nflags: {}", "flags"),
            ("format: 1\nflags: [beta]", "flags.0"),
            ("format: 1\nflags: [{key: beta}, {key: beta}]", "flags.1.key"),
            ("format: 1\nflags: [{key: beta, key: gamma}]", "yaml"),
            ("a: &a [x]\nb: *a", "yaml"),
            (flag_with("state: maybe"), "flags.0.state"),
            (flag_with("pct: 101"), "flags.0.pct"),
            (flag_with("colour: red"), "flags.0.colour"),
            (flag_with("note: why"), "flags.0"),
            (flag_with("segments: [nowhere]"), "flags.0.segments.0"),
            (flag_with("prerequisites: [{key: nothing}]"), "flags.0.prerequisites.0.key"),
            (flag_with("prerequisites: [{key: beta}]"), "flags.0.prerequisites"),
            (
                flag_with("rules: [{attribute: a, operator: matches, values: ['(']}]"),
                "flags.0.rules.0.values.0",
            ),
            (
                flag_with("kind: variants\n  variants: [{name: a, payload: !!binary aGk=}]"),
                "flags.0.variants.0.payload",
            ),
            (
                flag_with("kind: variants\n  variants: [{name: a, payload: !!set {x, y}}]"),
                "flags.0.variants.0.payload",
            ),
            (flag_with("kind: variants\n  variants: [{name: a, payload: !made-up 1}]"), "yaml"),
            (BAD_SEGMENT, "segments.0.rules.0.values.0"),
        ],
    )
    async def test_the_place_is_named(self, platform, refused, text, place):
        """422, and nothing is imported."""
        fault = await refused(platform.ask(COMPARE_FLAGS, yaml=text))
        assert (fault.status, [one.field for one in fault.errors]) == (422, [place])

    async def test_another_kind(self, platform, refused):
        """A flag's kind is for ever."""
        await platform.make()
        text = flag_with(
            "kind: variants\n  variants: [{name: a, payload: 1}, {name: b, payload: 2}]"
        )
        fault = await refused(platform.ask(COMPARE_FLAGS, yaml=text))
        assert [one.field for one in fault.errors] == ["flags.0.kind"]

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("[" * 50_000, "yaml"),
            ("a: " * 50_000, "yaml"),
            ("? [a]\n: b", "yaml"),
            ("!!python/object/apply:os.system [ls]", "yaml"),
            ("\0", "yaml"),
            ("".join(f"k{number}: 1\n" for number in range(20_000)), None),
            ("format: 1\nflags:\n" + "- x\n" * 20_000, "flags.0"),
            ("x" * 1_000_000, "yaml"),
        ],
        ids=["deep", "steep", "odd key", "code", "nul", "many keys", "many mistakes", "long"],
    )
    async def test_malice(self, platform, refused, text, place):
        """Refused like any mistake, without a word too many."""
        with within(60):
            fault = await refused(platform.ask(COMPARE_FLAGS, yaml=text))
        assert (fault.status, len(fault.errors) <= 100) == (422, True)
        assert place in {fault.errors[0].field, None}

    async def test_a_bomb(self, platform, refused):
        """Ten lines that would be a billion words."""
        lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
        fault = await refused(platform.ask(COMPARE_FLAGS, yaml="\n".join(lines)))
        assert "alias" in fault.errors[0].message
