"""Flags that need other flags."""

import pytest
from flags.prerequisites import DEEPEST, endless
from hypothesis import given
from hypothesis import strategies as st

ENGINES = [{"name": "old", "payload": 1}, {"name": "new", "payload": 2}]


@pytest.fixture
def put(flag_set, make_flag):
    """Give a function that puts a flag which needs others."""

    def one(key, *needed, state="on", **fields):
        prerequisites = [need if isinstance(need, dict) else {"key": need} for need in needed]
        flag_set.put(make_flag(key, state=state, prerequisites=prerequisites, **fields))

    return one


@pytest.fixture
def value(flag_set, make_subject):
    """Give a function that evaluates for acme."""
    return lambda key: flag_set.evaluate(key, make_subject()).value


class TestPrerequisites:
    @pytest.mark.parametrize(("state", "expected"), [("on", True), ("off", False)])
    def test_the_other_flag_must_be_given(self, flag_set, put, make_subject, state, expected):
        """Even a flag that is on waits for what it needs."""
        put("base", state=state)
        put("beta", "base")
        found = flag_set.evaluate("beta", make_subject())
        assert (found.value, found.rule) == (expected, "prerequisites.0")

    def test_a_flag_that_is_not_there(self, put, value):
        """Isn't given."""
        put("beta", "base")
        assert value("beta") is False

    def test_off_is_off(self, flag_set, put, make_subject):
        """Nothing is asked of a flag that is off."""
        put("base")
        put("beta", "base", state="off")
        assert flag_set.evaluate("beta", make_subject()).reason == "DISABLED"

    @pytest.mark.parametrize(
        ("wanted", "expected"), [(["new"], True), (["old"], False), ([], True)]
    )
    def test_a_variant_may_be_asked_for(self, put, value, wanted, expected):
        """Without a list any variant but the default does."""
        put("base", kind="variants", variants=ENGINES, defaultVariant="old")
        put("beta", {"key": "base", "variants": wanted})
        assert value("beta") is expected

    def test_changes_count_at_once(self, put, value):
        """A kill reaches everything that stands on the flag."""
        put("base")
        put("middle", "base")
        put("beta", "middle")
        assert value("beta") is True
        put("base", state="off")
        assert value("beta") is False


class TestEndless:
    def test_a_cycle_decides_nothing(self, flag_set, put, make_subject):
        """Two writes at once may close one: it is an error of the flag that closed it."""
        put("one", "two")
        put("two", "one")
        found = flag_set.evaluate("two", make_subject())
        assert (found.value, found.reason, found.rule) == (False, "ERROR", "prerequisites")
        assert flag_set.evaluate("one", make_subject()).value is False

    def test_a_mended_cycle_decides_again(self, put, value):
        """Whichever of its flags is mended."""
        put("one", "two")
        put("two", "one")
        put("one")
        assert value("two") is True

    def test_a_removal_mends_too(self, flag_set, put, make_subject):
        """What is gone needs nothing."""
        put("one", "two")
        put("two", "one")
        flag_set.remove("one")
        assert flag_set.evaluate("two", make_subject()).reason == "DEFAULT"

    def test_a_flag_may_not_need_itself(self, flag_set, put, make_subject):
        """The shortest cycle."""
        put("one", "one")
        assert flag_set.evaluate("one", make_subject()).reason == "ERROR"

    def test_long_chains_end(self):
        """Ten steps are the longest; recursion stays shallow whatever is written."""
        fine = {f"f{n}": [f"f{n + 1}"] for n in range(DEEPEST)}
        assert endless(fine) == ()
        assert endless({**fine, "first": ["f0"]}) != ()

    def test_shared_ground_is_no_cycle(self):
        """Two ways to the same flag."""
        assert endless({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == ()

    def test_wide_graphs_are_walked_once(self):
        """Ten layers of twenty flags, each needing all of the next: 20^10 ways, 200 flags."""
        layers = [[f"f{layer}_{n}" for n in range(20)] for layer in range(10)]
        needed = {one: layers[n + 1] for n in range(9) for one in layers[n]}
        assert endless(needed) == ()

    @given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4)))
    def test_every_cycle_is_found(self, graph):
        """And nothing else is taken for one: a graph without cycles has an order."""
        needed = {str(one): [str(other) for other in others] for one, others in graph.items()}
        left = dict(needed)
        while free := [one for one, others in left.items() if not set(others) & left.keys()]:
            for one in free:
                del left[one]
        assert bool(endless(needed)) is bool(left)
