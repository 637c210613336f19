"""Root causes."""

from health.results.dependencies import affected, ancestors, cycle, root_cause
from hypothesis import given
from hypothesis import strategies as st

PARENTS = {
    "mail": ["database", "identity"],
    "identity": ["database"],
    "files": ["identity"],
    "database": ["disk"],
}


class TestRootCause:
    def test_end_of_the_chain(self):
        """The cause is the last failing one, not the nearest."""
        assert root_cause("files", PARENTS, {"identity", "database"}.__contains__) == "database"

    def test_gap(self):
        """What works in between explains nothing above it."""
        assert root_cause("files", PARENTS, {"database"}.__contains__) == ""

    def test_by_itself(self):
        """Whose parents are well fails by itself."""
        assert root_cause("database", PARENTS, {"database", "mail"}.__contains__) == ""

    def test_affected(self):
        """A cause explains everything that hangs on it, directly or not."""
        found = affected("database", PARENTS, ["database", "identity", "files", "mail"])
        assert found == ["files", "identity", "mail"]

    def test_ancestors(self):
        """Everything above, the nearest first."""
        assert ancestors("files", PARENTS) == ["identity", "database", "disk"]


class TestCycle:
    def test_none(self):
        """A tree with shared parents is no circle."""
        assert cycle(PARENTS) == []

    def test_named(self):
        """A circle is told as a path."""
        assert cycle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]


names = st.sampled_from("abcdef")


@given(st.dictionaries(names, st.lists(names, max_size=3)), st.sets(names))
def test_roots_are_roots(parents, bad):
    """In a graph without circles a cause fails and has no failing parent itself."""
    if cycle(parents):
        return
    for target in bad:
        root = root_cause(target, parents, bad.__contains__)
        if root:
            assert root in bad
            assert not bad & set(parents.get(root, ()))
        else:
            assert not bad & set(parents.get(target, ()))
