"""numeric, date and semver: comparisons such as ">=1.2 <2", all of which must hold."""

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from flags.operators.values import each
from flags.refusals import Refused

T = TypeVar("T")
Holds = Callable[[Any, Any], bool]

ORDER: Mapping[str, Holds] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SIGN = re.compile(r"(?:!=|<=|>=|[=<>^~])?")
_NUMBER = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    _DAY.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


class Comparisons(Generic[T]):
    """One kind of comparable: how it is read, and which signs compare it."""

    def __init__(
        self, read: Callable[[Any], T | None], *, what: str, signs: Mapping[str, Holds] = ORDER
    ) -> None:
        self._read = read
        self._what = what
        self._signs = signs

    def test(self, values: Sequence[str]) -> Callable[[Any], bool]:
        """Hold when all comparisons of one of the values do."""
        alternatives = each(values, self._conjunction)

        def test(value: Any) -> bool:
            given = self._read(value)
            return given is not None and any(
                all(holds(given, wanted) for holds, wanted in comparisons)
                for comparisons in alternatives
            )

        return test

    def _conjunction(self, text: str) -> tuple[tuple[Holds, T], ...]:
        # A blank between sign and operand is as good as none.
        words = re.sub(r"([=<>^~])\s+", r"\1", text.strip()).split()
        if not words:
            raise Refused(f"compares with nothing: write {self._what}")
        return tuple(self._comparison(word) for word in words)

    def _comparison(self, word: str) -> tuple[Holds, T]:
        sign = _SIGN.match(word)
        written = sign.group() if sign else ""
        wanted = self._read(word[len(written) :])
        holds = self._signs.get(written or "=")
        if wanted is None or holds is None:
            raise Refused(f"{word!r} is no comparison: write {self._what}")
        return holds, wanted


def number(value: Any) -> float | None:
    """Read a number, or a text that is one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = float(value) if _NUMBER.fullmatch(value) else None
    return value if isinstance(value, int | float) and math.isfinite(value) else None


def moment(value: Any) -> datetime | None:
    """Read an RFC 3339 date and time, or a day, which begins at midnight UTC."""
    if not isinstance(value, str):
        return None
    try:
        if _DAY.fullmatch(value):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
    except ValueError:
        return None


NUMBERS = Comparisons(number, what='a number after =, !=, <, <=, > or >=: ">=10 <20"')
DATES = Comparisons(
    moment, what='an RFC 3339 time or a day after =, !=, <, <=, > or >=: ">=2026-01-31"'
)
