"""What an entry is written as. Never changed, only added to: whoever checks a file writes it again.

A format gets the readable entry: the members of its sealed text, personal fields in the clear, and
its `index`. It gives one row, the same for the same entry for ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from audit.exports.formats import cloud_events, ocsf, plain, table

Readable = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """`row` ends as rows of the file do; `header` stands before the first."""

    file: str
    row: Callable[[Readable], bytes]
    header: bytes = b""
    # A row may hold line ends, inside of quotes.
    is_quoted: bool = False


FORMATS: Mapping[str, Format] = {
    "csv": Format("entries.csv", table.row, table.HEADER, is_quoted=True),
    "jsonl": Format("entries.jsonl", plain.row),
    "ocsf": Format("entries.ocsf.jsonl", ocsf.row),
    "cloudevents": Format("entries.cloudevents.jsonl", cloud_events.row),
}
