"""in and not_in: equality with one of the values, as text."""

from collections.abc import Callable, Sequence
from typing import Any

from flags.attributes import as_text


def is_in(values: Sequence[str]) -> Callable[[Any], bool]:
    """Hold when the attribute, or one item of a list, is among the values."""
    wanted = frozenset(values)

    def test(value: Any) -> bool:
        if isinstance(value, str):
            return value in wanted
        if isinstance(value, list | tuple):
            return any(as_text(item) in wanted for item in value)
        return as_text(value) in wanted

    return test


def is_not_in(values: Sequence[str]) -> Callable[[Any], bool]:
    """Hold when `in` doesn't: also without the attribute."""
    among = is_in(values)
    return lambda value: not among(value)
