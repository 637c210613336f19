"""Shares: percent outside, basis points inside."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partner import margins

points = st.integers(min_value=0, max_value=margins.WHOLE)


def at(day):
    return datetime(2026, 1, day, tzinfo=UTC)


class TestBasisPoints:
    def test_every_share_there_is(self):
        """From 0 to 100 % in steps of 0.01: through JSON and back none changes."""
        shares = range(margins.WHOLE + 1)
        through = [json.loads(json.dumps(margins.percent(share))) for share in shares]
        assert [margins.basis_points(percent) for percent in through] == list(shares)

    def test_as_people_write_it(self):
        """The decimals that a float can't hold exactly are exact nevertheless."""
        written = [f"{share // 100}.{share % 100:02}" for share in range(margins.WHOLE + 1)]
        read = [margins.basis_points(json.loads(text)) for text in written]
        assert read == list(range(margins.WHOLE + 1))

    @pytest.mark.parametrize("percent", [0.001, 12.345, 99.999, 1e-9, 33.333333333333336])
    def test_more_decimals(self, percent):
        """More than two are refused, by the field."""
        with pytest.raises(margins.MarginMalformed) as refused:
            margins.basis_points(percent)
        assert [error.field for error in refused.value.errors] == ["marginPct"]


class TestShareAt:
    @given(st.lists(points, max_size=20))
    def test_remembers(self, shares):
        """On each day the share counts that was agreed that day."""
        found = []
        for day, share in enumerate(shares, start=1):
            found = margins.followed(found, share, at=at(day))
        assert [margins.share_at(found, at(day + 1)) for day in range(len(shares))] == shares

    def test_before(self):
        """Before the contract there was no share."""
        assert margins.share_at(margins.followed([], 500, at=at(2)), at(1)) == 0
