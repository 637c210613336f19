"""What a subscription may become, and what it brings."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from contracts.platform.v1 import Money
from contracts.tenant.v1 import SubscriptionChange
from hypothesis import given
from hypothesis import strategies as st
from tenant.subscriptions import rules

prices = st.integers(min_value=0, max_value=10**7)
seats = st.integers(min_value=1, max_value=10_000)


def euros(amount):
    return Money(amount_minor=amount, currency="EUR")


def at(day, month=1, year=2026):
    return datetime(year, month, day, tzinfo=UTC)


class TestMonthlyRevenue:
    @given(prices, seats)
    def test_monthly(self, price, seats):
        """Paid monthly it is the whole price, to the cent."""
        found = rules.monthly_revenue(euros(price), seats=seats, period="monthly", status="active")
        assert found == euros(price * seats)

    @given(prices, seats)
    def test_yearly(self, price, seats):
        """Paid yearly it is the nearest cent to a twelfth; halves go up."""
        found = rules.monthly_revenue(euros(price), seats=seats, period="yearly", status="active")
        exact = Fraction(price * seats, 12)
        assert found.amount_minor == (exact + Fraction(1, 2)).__floor__()

    @given(prices, seats)
    def test_a_year(self, price, seats):
        """Twelve months are off the year's price by six cents at most."""
        found = rules.monthly_revenue(euros(price), seats=seats, period="yearly", status="active")
        assert abs(12 * found.amount_minor - price * seats) <= 6

    @given(prices, seats, st.sampled_from(["monthly", "yearly"]))
    def test_statuses(self, price, seats, period):
        """Trials and cancelled ones bring nothing; who is behind with paying brings all of it."""
        of = {
            status: rules.monthly_revenue(euros(price), seats=seats, period=period, status=status)
            for status in ("trial", "active", "past_due", "cancelled")
        }
        assert of["trial"] == of["cancelled"] == euros(0)
        assert of["past_due"] == of["active"]


ALLOWED = {("trial", "active"), ("past_due", "active"), ("active", "past_due")}


class TestTransitions:
    @pytest.mark.parametrize("target", ["active", "past_due"])
    @pytest.mark.parametrize("current", ["trial", "active", "past_due"])
    def test_edges(self, current, target):
        """The edges of the drawing, staying where one is, and no others."""
        if current == target or (current, target) in ALLOWED:
            rules.ensure_transition("acme", current=current, target=target)
            return
        with pytest.raises(rules.IllegalStatus, match=rf"{current}.*{target}"):
            rules.ensure_transition("acme", current=current, target=target)


class TestFollowing:
    @pytest.mark.parametrize(
        ("start", "period", "end"),
        [
            (at(15), "monthly", at(15, 2)),
            (at(31), "monthly", at(28, 2)),
            (at(31, 1, 2028), "monthly", at(29, 2, 2028)),
            (at(31, 12), "monthly", at(31, 1, 2027)),
            (at(29, 2, 2028), "yearly", at(28, 2, 2029)),
            (at(15), "yearly", at(15, 1, 2027)),
        ],
    )
    def test_calendar(self, start, period, end):
        """The same day of the next period, or that month's last one."""
        assert rules.following(start, period=period) == end


CHANGES = [
    SubscriptionChange(
        at=at(day),
        change="updated",
        version=day,
        unit_price=euros(day),
        monthly_revenue=euros(day),
    )
    for day in (5, 10)
]


class TestTermsAt:
    @pytest.mark.parametrize(("day", "version"), [(5, 5), (9, 5), (10, 10), (31, 10)])
    def test_since(self, day, version):
        """Terms count from the moment of their change to the next one's."""
        assert rules.terms_at(CHANGES, at(day)).version == version

    def test_before(self):
        """Before the first change there is nothing."""
        assert rules.terms_at(CHANGES, at(4)) is None
