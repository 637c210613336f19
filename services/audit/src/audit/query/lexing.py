"""Takes a query's text apart, and remembers where each piece stands: pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from audit.query.faults import QueryMalformed

_TERM = re.compile(
    r"""
    (?P<minus>-)?
    (?:(?P<field>[a-zA-Z]+):)?
    (?:"(?P<quoted>(?:[^"\\]|\\.)*)(?P<end>"?) | (?P<plain>[^\s"]*))
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Piece:
    """`field:value`, or a value alone; columns count from 1."""

    field: str
    value: str
    is_quoted: bool
    is_excluded: bool
    column: int
    value_column: int


def pieces_of(text: str) -> Iterator[Piece]:
    """Give the pieces in order; refuse a quotation without an end."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = _TERM.match(text, place)
        if found is None or found.end() == place:  # pragma: no cover - it matches any character
            raise AssertionError
        quoted = found["quoted"]
        if quoted is not None and not found["end"]:
            raise QueryMalformed("the quotation has no end", column=found.start("quoted"))
        yield Piece(
            field=(found["field"] or "").lower(),
            value=found["plain"] if quoted is None else _ESCAPE.sub(r"\1", quoted),
            is_quoted=quoted is not None,
            is_excluded=bool(found["minus"]),
            column=place + 1,
            value_column=found.start("plain" if quoted is None else "quoted") + 1,
        )
        place = found.end()
