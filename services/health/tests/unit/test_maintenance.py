"""When maintenance windows are open."""

from datetime import UTC, datetime, timedelta

import pytest
from health.maintenance.rules import Window, WindowMalformed, check

START = datetime(2026, 10, 20, 1, 30, tzinfo=UTC)


def window(**about):
    return Window(**{"starts_at": START, "minutes": 60, **about})


class TestIsOpen:
    def test_once(self):
        """From its beginning, inclusive, to its end, exclusive."""
        moments = [START - timedelta(seconds=1), START, START + timedelta(minutes=60)]
        assert [window().is_open(one) for one in moments] == [False, True, False]

    def test_weekly(self):
        """A week later again, the day after not."""
        weekly = window(repeats="weekly")
        assert weekly.is_open(START + timedelta(days=7, minutes=5))
        assert not weekly.is_open(START + timedelta(days=1, minutes=5))

    def test_until(self):
        """No repetition begins at or after its end."""
        daily = window(repeats="daily", until=START + timedelta(days=2))
        days = [daily.is_open(START + timedelta(days=number)) for number in range(4)]
        assert days == [True, True, False, False]

    def test_local_clock(self):
        """After the clock was put back it begins at the same local time, an hour later in UTC."""
        daily = window(repeats="daily", time_zone="Europe/Copenhagen")
        after = START + timedelta(days=10)
        assert (daily.is_open(after), daily.is_open(after + timedelta(hours=1))) == (False, True)

    def test_targets(self):
        """It covers what it names; all when it names none."""
        assert window().covers("web", START)
        assert not window(targets=frozenset({"db"})).covers("web", START)


class TestNextAt:
    def test_daily(self):
        """While one is going on, the next is tomorrow's."""
        daily = window(repeats="daily")
        assert daily.next_at(START + timedelta(minutes=1)) == START + timedelta(days=1)

    def test_over(self):
        """What is over doesn't come again."""
        assert window().next_at(START + timedelta(days=1)) is None


class TestCheck:
    @pytest.mark.parametrize(
        "about", [{"time_zone": "Mars/Olympus"}, {"until": START}, {"time_zone": "../etc/passwd"}]
    )
    def test_refused(self, about):
        """What could never be is refused."""
        with pytest.raises(WindowMalformed):
            check(window(repeats="daily", **about))
