"""The flag's form says only what differs from the flag."""

import pytest
from console.pages.flags import drafts
from contracts.faults import Malformed
from contracts.flag.v1 import Flag
from hypothesis import given
from hypothesis import strategies as st
from web import Form

STORED = {
    "key": "beta",
    "description": "Under test",
    "owner": "",
    "tags": ["a"],
    "kind": "boolean",
    "defaultVariant": "",
    "state": "rollout",
    "pct": 12.5,
    "stickiness": "",
    "scope": {"plans": ["business"]},
    "rules": [{"attribute": "country", "operator": "matches", "values": ["^N{1,2}O$"]}],
    "segments": [],
    "revision": 3,
    "createdAt": "2026-11-25T12:00:00Z",
    "updatedAt": "2026-11-25T12:00:00Z",
}


@pytest.fixture
def flag() -> Flag:
    return Flag.read(STORED)


def sent(flag: Flag, **changes: list[str]) -> Form:
    """Send the form as it was shown, but for what a person changed."""
    shown = drafts.filled(flag)
    values = {name: shown.texts(name) for name in shown.names() if name not in ("rules", "scope")}
    rules = {
        "rule-attribute": [rule.attribute for rule in flag.rules] + [""],
        "rule-operator": [rule.operator for rule in flag.rules] + ["in"],
        "rule-values": ["\n".join(rule.values) for rule in flag.rules] + [""],
    }
    return Form({**values, **rules, **changes})


class TestChanged:
    def test_nothing(self, flag):
        """A form sent back as it was shown changes nothing, a comma in a pattern included."""
        assert drafts.changed(sent(flag), flag) == {}

    def test_only_what_differs(self, flag):
        """One changed field is one field of the draft."""
        form = sent(flag, pct=["20"], plans=["business", "enterprise"])
        changed = drafts.changed(form, flag)
        assert changed["pct"] == 20.0
        assert changed["scope"]["plans"] == ["business", "enterprise"]
        assert set(changed) == {"pct", "scope"}

    def test_emptied(self, flag):
        """What is emptied is said to be empty, not left out."""
        form = sent(flag, plans=[], tags=[""], **{"rule-attribute": ["", ""]})
        changed = drafts.changed(form, flag)
        assert (changed["tags"], changed["rules"]) == ([], [])
        assert changed["scope"]["plans"] == []

    @pytest.mark.parametrize("pct", ["a lot", "101", "-1"])
    def test_refused(self, flag, pct):
        """A share that is none is refused at its field."""
        with pytest.raises(Malformed) as refused:
            drafts.changed(sent(flag, pct=[pct]), flag)
        assert [error.field for error in refused.value.errors] == ["pct"]

    @given(st.integers(0, 100_000))
    def test_every_share(self, thousandths):
        """Every step of 0.001 % survives being shown and sent back."""
        flag = Flag.read({**STORED, "pct": thousandths / 1000})
        assert drafts.changed(sent(flag), flag) == {}
