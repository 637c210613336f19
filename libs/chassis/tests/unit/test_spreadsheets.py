"""CSV that no spreadsheet executes."""

import csv
import io

import pytest
from chassis.spreadsheets import csv_of
from hypothesis import given
from hypothesis import strategies as st

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def read(body):
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


class TestCsvOf:
    @pytest.mark.parametrize(
        "cell",
        [
            '=HYPERLINK("http://evil.example","Invoice")',
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1:A9)",
            "\t=1",
            "\r=1",
            "  =1",
            "＝1",  # noqa: RUF001
        ],
    )
    def test_formulas(self, cell):
        """What a spreadsheet would execute becomes text, and is still readable."""
        assert read(csv_of(["name"], [[cell]]))[1] == [f"'{cell}"]

    @pytest.mark.parametrize("cell", ["Acme", "12.34", "", "O'Neill", 'The "Best"', "a=b", "Ü, AG"])
    def test_the_rest(self, cell):
        """Everything else comes back as it went in."""
        assert read(csv_of(["name"], [[cell]]))[1] == [cell]

    @given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
    def test_any_text(self, rows):
        """Whatever names hold: no cell begins like a formula, and no row or cell is lost."""
        rows = [[cell.replace("\0", "") for cell in row] for row in rows]
        found = read(csv_of(["a", "b"], rows))[1:]
        assert [len(row) for row in found] == [2] * len(rows)
        for cell in (cell for row in found for cell in row):
            assert not cell.lstrip(" ").startswith(SIGNS)
