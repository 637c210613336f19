"""Money: currencies, shares and their rounding."""

from fractions import Fraction

import pytest
from chassis.money import DECIMALS, MoneyMalformed, decimal_text, ensure_money, share
from contracts.platform.v1 import Money
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(min_value=0, max_value=10**12)
parts = st.integers(min_value=0, max_value=10_000)
wholes = st.integers(min_value=1, max_value=10_000)


class TestEnsureMoney:
    @pytest.mark.parametrize("currency", ["EUR", "USD", "JPY", "KWD", "CHF", "XOF"])
    def test_in_use(self, currency):
        """What people pay with is taken."""
        ensure_money(Money(amount_minor=1, currency=currency), field="price")

    @pytest.mark.parametrize("currency", ["DEM", "HRK", "BGN", "XAU", "XXX", "XTS", "EUX", "CHE"])
    def test_not_in_use(self, currency):
        """What nobody pays with any more, or ever did, is refused by field and rule."""
        with pytest.raises(MoneyMalformed) as refused:
            ensure_money(Money(amount_minor=1, currency=currency), field="price")
        (error,) = refused.value.errors
        assert error.field == "price.currency"
        assert "ISO 4217" in error.message

    def test_no_amount(self):
        """Forgetting the amount is not free of charge."""
        with pytest.raises(MoneyMalformed) as refused:
            ensure_money(Money.parse({"currency": "EUR"}), field="price")
        assert [error.field for error in refused.value.errors] == ["price.amountMinor"]

    def test_nothing(self):
        """An amount of nothing is one, when it is said."""
        ensure_money(Money.parse({"amountMinor": 0, "currency": "EUR"}), field="price")


class TestShare:
    @given(amounts, parts, wholes)
    def test_nearest(self, amount, numerator, denominator):
        """A share is off by half a minor unit at most."""
        exact = Fraction(amount * numerator, denominator)
        assert abs(share(amount, numerator, denominator) - exact) <= Fraction(1, 2)

    @given(amounts, parts, wholes)
    def test_half_up(self, amount, numerator, denominator):
        """Halves go up, and nothing else does."""
        exact = Fraction(amount * numerator, denominator)
        assert share(amount, numerator, denominator) == (exact + Fraction(1, 2)).__floor__()

    @pytest.mark.parametrize(
        ("amount", "twelfth"), [(0, 0), (5, 0), (6, 1), (18, 2), (10**15, 83333333333333)]
    )
    def test_twelfths(self, amount, twelfth):
        """Exact far beyond what a float holds."""
        assert share(amount, 1, 12) == twelfth


class TestDecimalText:
    @pytest.mark.parametrize(
        ("amount", "currency", "text"),
        [(1234, "EUR", "12.34"), (5, "EUR", "0.05"), (500, "JPY", "500"), (1500, "KWD", "1.500")],
    )
    def test_minor_units(self, amount, currency, text):
        """Each currency has its own decimals."""
        assert decimal_text(Money(amount_minor=amount, currency=currency)) == text

    def test_table(self):
        """Every code is three capital letters, with two, three or no decimals."""
        assert all(len(code) == 3 and code.isupper() for code in DECIMALS)
        assert set(DECIMALS.values()) == {0, 2, 3}
