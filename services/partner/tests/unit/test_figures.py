"""The figures of lists and reports."""

from fractions import Fraction

from contracts.platform.v1 import Money
from contracts.tenant.v1 import TenantRevenue
from hypothesis import given
from hypothesis import strategies as st
from partner.figures import rows_of, totals_of

revenues = st.lists(
    st.tuples(st.integers(min_value=0, max_value=10**11), st.sampled_from(["EUR", "CHF", "JPY"])),
    max_size=30,
).map(
    lambda amounts: [
        TenantRevenue(
            tenant_slug=f"t{number:02}",
            revenue=Money(amount_minor=amount, currency=currency),
        )
        for number, (amount, currency) in enumerate(amounts)
    ]
)
shares = st.integers(min_value=0, max_value=10_000)


class TestRows:
    @given(revenues, shares)
    def test_margin(self, found, share):
        """A margin is the exact share, rounded half up; never more than the revenue."""
        for row in rows_of(found, basis_points=share):
            exact = Fraction(row.revenue.amount_minor * share, 10_000)
            assert row.margin.amount_minor == (exact + Fraction(1, 2)).__floor__()
            assert row.margin.amount_minor <= row.revenue.amount_minor
            assert row.margin.currency == row.revenue.currency

    def test_without_subscription(self):
        """Who never agreed to pay has no row."""
        assert rows_of([TenantRevenue(tenant_slug="a")], basis_points=1) == []


class TestTotals:
    @given(revenues, shares)
    def test_add_up(self, found, share):
        """Each currency's total is the sum of its rows, and no row is left out."""
        rows = rows_of(found, basis_points=share)
        totals = {total.margin.currency: total for total in totals_of(rows)}
        assert totals.keys() == {row.revenue.currency for row in rows}
        for currency, total in totals.items():
            theirs = [row for row in rows if row.revenue.currency == currency]
            assert total.revenue.amount_minor == sum(row.revenue.amount_minor for row in theirs)
            assert total.margin.amount_minor == sum(row.margin.amount_minor for row in theirs)
