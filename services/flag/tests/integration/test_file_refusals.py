"""Files that can't be imported, and files that mean harm."""

import pytest
from bus import within
from contracts.flag.v1 import COMPARE_FLAGS

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
