"""Boxes of personal fields."""

import base64

import pytest
from audit.persons.boxes import BoxBroken, entry_key, locked, put, take, unlocked
from hypothesis import given
from hypothesis import strategies as st

KEY, OTHER = b"k" * 32, b"o" * 32
ID = "0199f3a0-0000-7000-8000-00000000000a"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.dictionaries(TEXT, TEXT | st.integers() | st.none() | st.lists(TEXT))


class TestBoxes:
    @given(VALUES)
    def test_there_and_back(self, values):
        """What is locked is unlocked the same."""
        assert unlocked(locked(values, key=KEY), key=KEY) == values

    @pytest.mark.parametrize(
        "key",
        [
            entry_key([OTHER], ID),
            entry_key([KEY], ID.replace("a0", "a1")),
            entry_key([KEY, OTHER], ID),
            entry_key([OTHER, KEY], ID),
        ],
    )
    def test_keys(self, key):
        """Neither another person's key, nor another entry's, nor more people's opens it."""
        with pytest.raises(BoxBroken):
            unlocked(locked({"actorName": "Ann"}, key=entry_key([KEY], ID)), key=key)

    @given(st.integers(min_value=0), st.integers(1, 255))
    def test_changed(self, place, change):
        """A box with any byte changed doesn't open."""
        box = bytearray(base64.b64decode(locked({"actorName": "Ann"}, key=KEY)))
        box[place % len(box)] ^= change
        with pytest.raises(BoxBroken):
            unlocked(base64.b64encode(box).decode(), key=KEY)

    @pytest.mark.parametrize("box", ["", "!", "AAAA"])
    def test_no_box(self, box):
        """What is no box breaks in the same way."""
        with pytest.raises(BoxBroken):
            unlocked(box, key=KEY)


class TestPaths:
    def test_taking_copies_the_way(self):
        """The entry that something is taken from shares nothing changed with the one told."""
        told = {"metadata": {"a": {"b": 1, "c": 2}}}
        entry = dict(told)
        assert take(entry, "metadata.a.b") == 1
        assert (told, entry) == (
            {"metadata": {"a": {"b": 1, "c": 2}}},
            {"metadata": {"a": {"c": 2}}},
        )

    def test_putting_makes_the_way(self):
        """What was taken finds its place again."""
        entry = {"metadata": {}}
        put(entry, "metadata.a.b", 1)
        assert entry == {"metadata": {"a": {"b": 1}}}
