"""How deep an entry may be."""

import pytest
from audit.intake.limits import DEEPEST, ensure_shallow
from audit.rules import Refused
from hypothesis import given
from hypothesis import strategies as st


def nested(levels, *, wrap):
    inside = 17
    for _ in range(levels - 1):
        inside = wrap(inside)
    return {"a": inside}


class TestEnsureShallow:
    @pytest.mark.parametrize("wrap", [lambda inside: {"a": inside}, lambda inside: [1, inside]])
    def test_the_deepest(self, wrap):
        """Objects and lists count alike; one level more is refused."""
        ensure_shallow(nested(DEEPEST, wrap=wrap))
        with pytest.raises(Refused, match="deeper than 32 levels"):
            ensure_shallow(nested(DEEPEST + 1, wrap=wrap))

    @given(st.lists(st.booleans(), max_size=40))
    def test_by_counting(self, turns):
        """However it nests, it is its levels that count."""
        inside = {}
        for is_list in turns:
            inside = ["x", inside] if is_list else {"b": inside, "c": 1}
        whole = {"a": inside}
        if len(turns) + 2 <= DEEPEST:
            ensure_shallow(whole)
        else:
            with pytest.raises(Refused):
                ensure_shallow(whole)
