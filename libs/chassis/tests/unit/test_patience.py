"""When what failed is tried again."""

import pytest
from bus import Backoff
from chassis.patience import Patience


class Clock:
    def __init__(self):
        self.time = 100.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def patience(clock):
    backoff = Backoff(first_seconds=2, ceiling_seconds=5, jitter=0)
    return Patience(backoff=backoff, clock=clock)


class TestPatience:
    def test_what_never_failed_is_due(self, patience):
        """New documents are published at once."""
        assert not patience.is_early("a")

    def test_what_failed_waits(self, patience):
        """It isn't tried again with every wake."""
        patience.failed("a")
        assert patience.is_early("a")

    def test_it_waits_for_a_while(self, patience, clock):
        """Then it is due again."""
        patience.failed("a")
        clock.time += 2
        assert not patience.is_early("a")

    def test_it_waits_longer_each_time(self, patience, clock):
        """Up to the ceiling."""
        for _ in range(5):
            patience.failed("a")
        clock.time += 4.9
        assert patience.is_early("a")

    def test_failures_are_counted(self, patience):
        """The first is the one that is logged."""
        assert [patience.failed("a"), patience.failed("a"), patience.failed("b")] == [1, 2, 1]

    def test_success_ends_it(self, patience):
        """The next failure is a first one."""
        patience.failed("a")
        patience.succeeded("a")
        assert (patience.is_early("a"), len(patience)) == (False, 0)

    def test_what_others_published_is_forgotten(self, patience):
        """It would be kept for ever."""
        patience.failed("a")
        patience.failed("b")
        patience.keep_only({"b", "c"})
        assert (patience.is_early("a"), patience.is_early("b")) == (False, True)

    def test_all_can_be_tried_at_once(self, patience):
        """The bus is back."""
        patience.failed("a")
        patience.forget()
        assert not patience.is_early("a")
