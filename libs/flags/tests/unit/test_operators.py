"""What each operator holds for."""

from itertools import pairwise

import pytest

HOLDS = [
    ("in", ["a", "b"], "b"),
    ("in", ["7"], 7),
    ("in", ["7"], 7.0),
    ("in", ["true"], True),
    ("in", ["b"], ["a", "b"]),
    ("not_in", ["a"], "b"),
    ("not_in", ["a"], ["b", "c"]),
    ("starts_with", ["x", "ab"], "abc"),
    ("ends_with", ["x", "bc"], "abc"),
    ("contains", ["x", "b"], "abc"),
    ("contains", ["b"], ["a", "abc"]),
    ("matches", ["^[a-z]+@acme[.]example$"], "wile@acme.example"),
    ("matches", ["x", "b."], "abc"),
    ("matches", ["(?i)ACME"], "acme"),
    ("numeric", ["10"], 10),
    ("numeric", [">=10 <20"], 10),
    ("numeric", [">= 10"], "10.5"),
    ("numeric", ["<5", ">10"], 11),
    ("numeric", ["!=3"], 4),
    ("numeric", ["<= -1.5e2"], -150),
    ("date", [">=2026-01-31"], "2026-01-31T00:00:00Z"),
    ("date", ["<2026-01-31T12:00:00+02:00"], "2026-01-31T09:59:59Z"),
    ("date", [">2026-01-01 <2026-02-01"], "2026-01-15"),
    ("semver", ["1.2.3"], "1.2.3"),
    ("semver", [">=1.2"], "v1.2.0"),
    ("semver", ["^1.2.3"], "1.9.0"),
    ("semver", ["^0.2.3"], "0.2.9"),
    ("semver", ["^0.0.3"], "0.0.3"),
    ("semver", ["~1.2.3"], "1.2.9"),
    ("semver", ["<1.0.0"], "1.0.0-rc.1"),
    ("semver", ["=1.0.0"], "1.0.0+build.7"),
    ("cidr", ["10.0.0.0/8"], "10.1.2.3"),
    ("cidr", ["192.168.0.0/16", "2001:db8::/32"], "2001:db8::1"),
    ("cidr", ["192.0.2.7"], "192.0.2.7"),
    ("cidr", ["10.0.0.0/8"], "::ffff:10.1.2.3"),
]
HOLDS_NOT = [
    ("in", ["a"], "b"),
    ("in", ["a"], "A"),
    ("in", ["1"], True),
    ("in", ["a"], {"a": 1}),
    ("not_in", ["a"], "a"),
    ("not_in", ["a"], ["a", "b"]),
    ("starts_with", ["b"], "abc"),
    ("ends_with", ["b"], "abc"),
    ("contains", ["d"], "abc"),
    ("contains", ["a"], {"a": "a"}),
    ("matches", ["^b"], "abc"),
    ("numeric", [">=10 <20"], 20),
    ("numeric", ["1"], True),
    ("numeric", [">0"], "many"),
    ("numeric", [">0"], float("inf")),
    ("date", [">2026-01-31"], "2026-01-31"),
    ("date", [">2026-01-31"], "tomorrow"),
    ("date", [">2026-01-31"], "2026-13-41"),
    ("date", [">1970-01-01"], 1_800_000_000),
    ("semver", ["^1.2.3"], "2.0.0"),
    ("semver", ["^1.2.3"], "1.2.2"),
    ("semver", ["^0.2.3"], "0.3.0"),
    ("semver", ["^0.0.3"], "0.0.4"),
    ("semver", ["~1.2.3"], "1.3.0"),
    ("semver", [">=1.0.0"], "1.0.0-rc.1"),
    ("semver", [">=1"], "one"),
    ("semver", [">=1"], 2),
    ("cidr", ["10.0.0.0/8"], "11.0.0.1"),
    ("cidr", ["10.0.0.0/8"], "2001:db8::1"),
    ("cidr", ["10.0.0.0/8"], "localhost"),
    ("cidr", ["0.0.0.0/0"], 1),
]
REFUSED = [
    ("matches", ["fine", "(a"], 1, "missing )"),
    ("matches", [r"(a)\1"], 0, "invalid escape"),
    ("matches", ["(?=a)"], 0, "invalid perl operator"),
    ("matches", ["(?:.{1000}){1000}"], 0, "RE2"),
    ("matches", ["a{2000000}"], 0, "repetition"),
    ("numeric", ["10", "ten"], 1, "number"),
    ("numeric", [">"], 0, "number"),
    ("numeric", [" "], 0, "number"),
    ("numeric", ["^1"], 0, "number"),
    ("numeric", [">=10,<20"], 0, "number"),
    ("date", ["31.01.2026"], 0, "RFC 3339"),
    ("date", ["2026-02-30"], 0, "RFC 3339"),
    ("date", ["2026-01-31T10:00:00"], 0, "RFC 3339"),
    ("semver", [">=1.x"], 0, "version"),
    ("semver", ["01.2.3"], 0, "version"),
    ("cidr", ["10.0.0.0/33"], 0, "network"),
    ("cidr", ["10.0.0.1/8"], 0, "network"),
    ("cidr", ["example.org"], 0, "network"),
]
ORDER = [
    "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
    "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.10.0", "2.0.0",
]  # fmt: skip
OPERATORS = [
    ("in", "a"), ("starts_with", "a"), ("ends_with", "a"), ("contains", "a"), ("matches", "a*"),
    ("numeric", ">0"), ("date", ">2000-01-01"), ("semver", ">0"), ("cidr", "0.0.0.0/0"),
]  # fmt: skip


@pytest.fixture
def holds(decide, make_subject):
    """Give a function that asks one rule about the attribute `thing`."""

    def ask(operator, values, **context):
        rules = [{"attribute": "thing", "operator": operator, "values": values}]
        found = decide(make_subject(context=context), state="targeted", rules=rules)
        assert found.rule == "rules.0"
        return found.value

    return ask


class TestOperators:
    @pytest.mark.parametrize(("operator", "values", "thing"), HOLDS)
    def test_holds(self, holds, operator, values, thing):
        """The rule matches."""
        assert holds(operator, values, thing=thing) is True

    @pytest.mark.parametrize(("operator", "values", "thing"), HOLDS_NOT)
    def test_holds_not(self, holds, operator, values, thing):
        """The rule doesn't match; what is of another kind never does, and never raises."""
        assert holds(operator, values, thing=thing) is False

    @pytest.mark.parametrize(("operator", "value"), OPERATORS)
    def test_absent(self, holds, operator, value):
        """Without the attribute no operator holds."""
        assert holds(operator, [value]) is False

    def test_absent_is_not_in(self, holds):
        """But not_in does: what isn't there isn't among them."""
        assert holds("not_in", ["a"]) is True

    def test_a_hostile_pattern_takes_linear_time(self, holds):
        """RE2 has no catastrophic backtracking: this would take Python's re for ever."""
        assert holds("matches", ["^(a+)+$"], thing="a" * 30_000 + "!") is False


class TestRefusals:
    @pytest.mark.parametrize(("operator", "values", "index", "words"), REFUSED)
    def test_the_value_is_named(self, refusals_of, operator, values, index, words):
        """What can't be compiled is refused by its place, with what would do."""
        rules = [{"attribute": "a", "operator": "in", "values": ["a"]}]
        rules.append({"attribute": "thing", "operator": operator, "values": values})
        ((place, message),) = refusals_of(state="off", rules=rules).items()
        assert place == f"rules.1.values.{index}"
        assert words.lower() in message.lower()


class TestVersions:
    def test_precedence(self, holds):
        """The order of semver.org §11."""
        for lower, upper in pairwise(ORDER):
            assert holds("semver", [f"<{upper}"], thing=lower) is True
            assert holds("semver", [f">{lower}"], thing=upper) is True
            assert holds("semver", [f"={lower}"], thing=upper) is False
