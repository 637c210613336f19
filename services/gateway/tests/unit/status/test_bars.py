"""Ninety days as bars."""

from gateway.status.bars import DAYS, STEP, down_days, stretches
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


class TestStretches:
    def test_drawn(self, statuses):
        """Days of a kind are one shape; a day with downtime stands alone and says how long."""
        days = [statuses.day(ago, down={2: 90, 1: 4}.get(ago, 0)) for ago in range(5, -1, -1)]
        drawn = stretches(days, statuses.now.date())
        assert [(one.kind, one.width // STEP, one.title) for one in drawn] == [
            ("unknown", 84, "28 Aug to 19 Nov: nothing is known"),
            ("ok", 3, "20 Nov to 22 Nov: no downtime"),
            ("bad", 1, "23 Nov: 93.75 % up, down for 1 h 30 min"),
            ("some", 1, "24 Nov: 99.72 % up, down for 4 min"),
            ("ok", 1, "25 Nov: no downtime"),
        ]

    @given(st.data())
    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_gap(self, statuses, data):
        """Whatever is known, the shapes follow each other and are ninety days wide."""
        known = data.draw(st.dictionaries(st.integers(0, 100), st.sampled_from([0, 3, 600])))
        days = [statuses.day(ago, down=down) for ago, down in sorted(known.items(), reverse=True)]
        place = 0
        for one in stretches(days, statuses.now.date()):
            assert one.x == place
            place += one.width
        assert place == DAYS * STEP


class TestDownDays:
    def test_newest_first(self, statuses):
        """In words, for those who can't hover."""
        days = [statuses.day(3, down=10), statuses.day(2), statuses.day(1, down=60)]
        assert down_days(days) == ["24 Nov 1 h", "22 Nov 10 min"]
