"""When to restart a child that ended."""

from devstack.backoff import Backoff


class TestRestartAt:
    def test_is_soon_the_first_time(self):
        """The first restart comes half a second later."""
        assert Backoff().restart_at(100.0) == 100.5

    def test_doubles_while_the_child_keeps_ending(self):
        """Each end soon after a restart doubles the delay."""
        backoff = Backoff()
        assert [backoff.restart_at(now) - now for now in (0.0, 1.0, 3.0)] == [0.5, 1.0, 2.0]

    def test_stays_below_half_a_minute(self):
        """A child that never holds is still tried twice a minute."""
        backoff = Backoff()
        now = 0.0
        for _ in range(20):
            now = backoff.restart_at(now)
        assert backoff.restart_at(now) - now == 30.0

    def test_begins_anew_once_the_child_has_held(self):
        """A child that ran for more than a minute is restarted soon again."""
        backoff = Backoff()
        for now in (0.0, 1.0, 3.0):
            backoff.restart_at(now)
        assert backoff.restart_at(1000.0) == 1000.5
