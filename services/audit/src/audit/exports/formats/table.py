"""Entries as rows that no spreadsheet executes: pure."""

import json
from collections.abc import Mapping
from typing import Any

from chassis.spreadsheets import rows_of

from audit.exports.formats.plain import COLUMNS

HEADER = rows_of([COLUMNS])


def row(entry: Mapping[str, Any]) -> bytes:
    """Return the row; metadata is a cell of JSON."""
    return rows_of([[_cell(entry.get(name, "")) for name in COLUMNS]])


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
