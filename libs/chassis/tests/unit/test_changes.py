"""What an entry says has changed."""

from chassis import changes
from hypothesis import given
from hypothesis import strategies as st

VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())
RECORDS = st.dictionaries(st.sampled_from(["name", "plan", "status", "domains"]), VALUES)


class TestChanges:
    @given(RECORDS)
    def test_the_same_has_no_changes(self, record):
        """Nothing differs from itself."""
        assert changes(record, dict(record)) == {}

    @given(RECORDS, RECORDS)
    def test_the_later_record_can_be_made_of_them(self, before, after):
        """Applied to what was, they give what is; absent is null."""
        told = {name: change["after"] for name, change in changes(before, after).items()}
        names = before.keys() | after.keys()
        assert {name: (before | told).get(name) for name in names} == {
            name: after.get(name) for name in names
        }

    @given(RECORDS, RECORDS)
    def test_they_tell_what_was(self, before, after):
        """Each change names the former value."""
        assert all(
            change["before"] == before.get(name) for name, change in changes(before, after).items()
        )

    @given(RECORDS, RECORDS)
    def test_only_differences_are_named(self, before, after):
        """A field that stayed isn't in the entry."""
        assert all(
            change["before"] != change["after"] for change in changes(before, after).values()
        )
