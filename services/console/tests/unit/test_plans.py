"""Ramps are read as people write them."""

import pytest
from console.pages.flags.plans import steps
from contracts.faults import Malformed


class TestSteps:
    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("100%", [(100.0, 0)]),
            ("5% 1h, 25% 1d, 100%", [(5.0, 3600), (25.0, 86_400), (100.0, 0)]),
            ("0.5 for 30m, 1.125% 2 d", [(0.5, 1800), (1.125, 172_800)]),
            (" 5 ,  10 ", [(5.0, 0), (10.0, 0)]),
        ],
    )
    def test_read(self, text, read):
        """Shares with or without their sign, times with their unit, the last one without."""
        assert [(one["pct"], one["holdSeconds"]) for one in steps(text)] == read

    @pytest.mark.parametrize("text", ["soon", "5% 1y", "5% 1h 2h", "-5%", "5%,,x", "1000%"])
    def test_refused(self, text):
        """What can't be read is named, at its field."""
        with pytest.raises(Malformed) as refused:
            steps(text)
        assert [error.field for error in refused.value.errors] == ["steps"]
