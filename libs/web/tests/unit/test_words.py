"""Figures and times as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.platform.v1 import Money
from hypothesis import given
from hypothesis import strategies as st
from web import words

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class TestAgo:
    @pytest.mark.parametrize(
        ("seconds", "said"),
        [
            (0, "now"),
            (1, "1 second ago"),
            (59.9, "59 seconds ago"),
            (60, "1 minute ago"),
            (7199, "1 hour ago"),
            (7200, "2 hours ago"),
            (86_400 * 29, "29 days ago"),
            (86_400 * 30, "1 month ago"),
            (86_400 * 800, "2 years ago"),
            (-120, "in 2 minutes"),
        ],
    )
    def test_ago(self, seconds, said):
        """The largest unit, rounded down."""
        assert words.ago(NOW - timedelta(seconds=seconds), now=NOW) == said


class TestMoney:
    @pytest.mark.parametrize(
        ("minor", "currency", "said"),
        [
            (123_450, "EUR", "1\u202f234.50\u00a0EUR"),
            (5, "EUR", "0.05\u00a0EUR"),
            (500, "JPY", "500\u00a0JPY"),
            (1234, "KWD", "1.234\u00a0KWD"),
        ],
    )
    def test_money(self, minor, currency, said):
        """Minor digits are the currency's."""
        assert words.money(Money(amount_minor=minor, currency=currency)) == said


class TestPercent:
    @given(st.floats(0, 100, exclude_max=True))
    def test_never_all(self, value):
        """What isn't the whole is never said to be 100 %."""
        assert words.percent(value) != "100\u00a0%"

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (None, "—"),
            (0, "0\u00a0%"),
            (100, "100\u00a0%"),
            (99.999, "99.99\u00a0%"),
            (12.5, "12.5\u00a0%"),
        ],
    )
    def test_percent(self, value, said):
        """Without useless zeros; a dash where nothing is known."""
        assert words.percent(value) == said
