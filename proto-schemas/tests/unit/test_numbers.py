"""What generated classes make of numbers and booleans."""

import pytest
from pydantic import ValidationError


class TestNumbers:
    """Numbers and their rules."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("amount", -1), ("amount", 101), ("amount", True), ("amount", 1.5), ("amount", "1 "),
            ("amount", "1_0"), ("amount", None), ("pieces", 0), ("pieces", 2**32),
            ("balance", 2**31), ("balance", -(2**31) - 1), ("serial", -1), ("stars", 3),
            ("stars", True), ("share", 1), ("share", -0.1), ("share", False),
            ("share", float("nan")), ("weight", 1e39), ("weight", float("inf")),
            ("weight", 10**400), ("sequence", 2**53), ("sequence", 0.5), ("sequence", True),
            ("sequence", "Infinity"), ("revision", 0),
        ],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused(self, refused, name, value):
        """Ranges, kinds and finiteness hold; true is no number."""
        assert refused(**{name: value}) == [name]

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("amount", 100, 100), ("amount", "7", 7), ("amount", 3.0, 3), ("stars", 2, 2),
            ("serial", 2**32 - 1, 2**32 - 1), ("balance", -(2**31), -(2**31)),
            ("share", 0, 0.0), ("share", "0.5", 0.5), ("weight", 1.5, 1.5),
            ("sequence", 2**53 - 1, 2**53 - 1), ("sequence", 5.0, 5), ("sequence", -3, -3),
        ],
    )  # fmt: skip
    def test_what_fits_is_taken(self, parsed, name, value, expected):
        """ProtoJSON takes numbers in quotes, and whole numbers with a fraction of zero."""
        taken = getattr(parsed(**{name: value}), name)
        assert (taken, type(taken)) == (expected, type(expected))

    def test_a_number_whose_zero_breaks_its_rule_must_be_given(self, shop, product):
        """Gt: 0 makes the field required."""
        del product["pieces"]
        with pytest.raises(ValidationError, match="pieces"):
            shop.Product.parse(product)


class TestBooleans:
    """Yes and no."""

    @pytest.mark.parametrize("value", [1, 0, "yes", "True", "", None])
    def test_only_true_and_false_are_taken(self, refused, value):
        """Neither numbers nor words stand for them."""
        assert refused(sold=value) == ["sold"]

    def test_queries_may_spell_them(self, parsed):
        """A query has text only."""
        assert parsed(sold="true").sold is True

    def test_an_optional_one_knows_unknown(self, parsed):
        """Absent differs from false."""
        assert (parsed().checked, parsed(checked=False).checked) == (None, False)
