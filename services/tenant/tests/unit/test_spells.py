"""Whose tenant one was, and when."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from tenant.resale.spells import followed, was_with


def at(day):
    return datetime(2026, 1, day, tzinfo=UTC)


partners = st.lists(st.sampled_from([None, "north", "south"]), max_size=25)


class TestFollowed:
    @given(partners)
    def test_remembers(self, history):
        """On each day it is known whose the tenant was since that day's change."""
        spells = []
        for day, partner in enumerate(history, start=1):
            spells = followed(spells, partner, at=at(day))
        for day, partner in enumerate(history, start=1):
            whose = {one for one in ("north", "south") if was_with(spells, one, at=at(day))}
            assert whose == ({partner} if partner else set())

    def test_the_same_again(self):
        """The same partner once more begins nothing."""
        once = followed([], "north", at=at(1))
        assert followed(once, "north", at=at(2)) == once

    def test_before(self):
        """Nobody's before the first."""
        assert not was_with(followed([], "north", at=at(2)), "north", at=at(1))
