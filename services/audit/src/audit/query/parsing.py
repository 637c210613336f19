"""Reads a query: pure. The language is described in ADR 0094."""

from datetime import datetime

from audit.query.conditions import Condition, Kind, Selection
from audit.query.faults import QueryMalformed
from audit.query.fields import AT, FIELDS, KNOWN
from audit.query.lexing import Piece, pieces_of
from audit.query.moments import ALWAYS, Span, span_of
from audit.text import words

MOST_CONDITIONS = 20
_MOST_VALUES = 10


def parse(text: str, *, now: datetime) -> Selection:
    """Return what the query asks for; raise `QueryMalformed` with the column where it fails."""
    conditions: list[Condition] = []
    span = ALWAYS
    for piece in pieces_of(text):
        if piece.field == AT:
            span = span.within(_span(piece, now))
        elif piece.field:
            conditions.append(_condition(piece))
        else:
            conditions += _words(piece)
        if len(conditions) > MOST_CONDITIONS:
            raise QueryMalformed(f"more than {MOST_CONDITIONS} conditions", column=piece.column)
    return Selection(tuple(conditions), span)


def _condition(piece: Piece) -> Condition:
    if piece.field not in FIELDS:
        known = ", ".join(KNOWN)
        raise QueryMalformed(
            f"there is no field {piece.field}; there are {known} (or put it in quotes)",
            column=piece.column,
        )
    field = FIELDS[piece.field]
    column = piece.value_column
    values = []
    for value in piece.value.split(","):
        if not field.fits(value.lower()):
            raise QueryMalformed(f"{piece.field} {field.form}", column=column)
        values.append(value.lower())
        column += len(value) + 1
    if len(values) > _MOST_VALUES:
        raise QueryMalformed(f"more than {_MOST_VALUES} values", column=piece.value_column)
    return Condition(field.kind, tuple(dict.fromkeys(values)), piece.is_excluded)


def _span(piece: Piece, now: datetime) -> Span:
    if piece.is_excluded:
        raise QueryMalformed("a time can't be excluded; say before or after", column=piece.column)
    try:
        return span_of(piece.value, now=now)
    except ValueError as error:
        raise QueryMalformed(f"at {error}", column=piece.value_column) from error


def _words(piece: Piece) -> list[Condition]:
    if piece.is_excluded and words(piece.value):
        raise QueryMalformed("a word can't be excluded, only a field can", column=piece.column)
    kind = Kind.WORD if piece.is_quoted else Kind.BEGINNING
    return [Condition(kind, (word,)) for word in sorted(words(piece.value))]
