"""The words of a condition, each with its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.faults import Malformed

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<operator>==|!=|<=|>=|<|>)
  | (?P<number>-?\d+(?:\.\d+)?)(?P<unit>[a-z%]*)
  | (?P<text>"(?:[^"\\]|\\.)*")
  | (?P<name>[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+|\[\d+\])*)
    """,
    re.VERBOSE,
)


class ConditionMalformed(Malformed):
    """A condition nobody can read; the detail points at the column."""

    reason = "condition_malformed"

    def __init__(self, text: str, column: int, problem: str) -> None:
        super().__init__(f"{text!r}, column {column}: {problem}")
        self.column = column
        self.said = problem


@dataclass(frozen=True, slots=True)
class Token:
    """A word; columns count from 1."""

    kind: str
    text: str
    column: int
    unit: str = ""


def tokens(text: str) -> Iterator[Token]:
    """Cut the text into words; the last is of the kind `end`."""
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            problem = "the text isn't closed" if text[position] == '"' else "can't be read"
            raise ConditionMalformed(text, position + 1, problem)
        kind = "number" if found["number"] else str(found.lastgroup)
        if kind != "space":
            word = found["number"] or found[kind]
            yield Token(kind, word, position + 1, found["unit"] or "")
        position = found.end()
    yield Token("end", "", len(text) + 1)
