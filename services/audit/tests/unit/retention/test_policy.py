"""How long entries stay."""

import pytest
from audit.retention.policy import rules_of
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.lists(st.sampled_from(["mail", "sent", "read"]), min_size=1, max_size=3).map(".".join)
CLASSES = st.one_of(NAMES, NAMES.map("{}.*".format), st.just("*"))


class TestRulesOf:
    def test_narrower(self):
        """What a narrower class names is none of the wider one's."""
        rules = rules_of({"*": 400, "mail.*": 30, "mail.sent": 7, "user.created": 9})
        assert {rule.action: rule.narrower for rule in rules} == {
            "*": ("mail.*", "mail.sent", "user.created"),
            "mail.*": ("mail.sent",),
            "mail.sent": (),
            "user.created": (),
        }

    @pytest.mark.parametrize("days", [{"Mail": 3}, {"*.sent": 3}, {"mail.*": 0}, {"": 1}])
    def test_refused(self, days):
        """The setting is refused at start, and named."""
        with pytest.raises(ValueError, match=repr(next(iter(days)))):
            rules_of(days)

    @given(st.dictionaries(CLASSES, st.just(1), min_size=1, max_size=6), NAMES)
    def test_one_rule_each(self, days, action):
        """An action has at most one rule, and has one if any class names it."""
        paths = {action, "*"} | {
            f"{action[: place + 1]}*" for place, letter in enumerate(action) if letter == "."
        }
        having = [
            rule
            for rule in rules_of(days)
            if rule.action in paths and paths.isdisjoint(rule.narrower)
        ]
        assert len(having) == bool(paths & days.keys())
