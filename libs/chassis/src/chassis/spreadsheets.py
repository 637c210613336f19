"""CSV (RFC 4180) that no spreadsheet executes: pure."""

import csv
import io
from collections.abc import Iterable, Sequence

# What begins so, spreadsheets take for a formula (OWASP, CSV injection); the wide forms as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def csv_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the table; every cell is quoted, none is a formula."""
    return rows_of([header, *rows])


def rows_of(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a part of a table, for tables that are written piece by piece."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    """An apostrophe in front makes it text; leading space would only hide the sign."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
