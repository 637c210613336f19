"""Much in several steps."""

from chassis.portions import portions
from hypothesis import given
from hypothesis import strategies as st


@given(items=st.lists(st.integers(), max_size=40), most=st.integers(1, 50))
def test_portions(items, most):
    """All of them, in order; each portion but the last is full, and none is empty."""
    found = list(portions(items, most))
    assert [item for portion in found for item in portion] == items
    assert all(len(portion) == most for portion in found[:-1])
    assert all(found)
