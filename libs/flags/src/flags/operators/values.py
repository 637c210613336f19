"""Compiling a rule's values one by one, so that a refusal names the one at fault."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flags.refusals import Refused

T = TypeVar("T")


class ValueRefused(Refused):
    """One of the values can't be compiled."""

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index


def each(values: Sequence[str], compiled: Callable[[str], T]) -> tuple[T, ...]:
    """Compile all values."""
    results = []
    for index, value in enumerate(values):
        try:
            results.append(compiled(value))
        except Refused as refused:
            raise ValueRefused(index, str(refused)) from None
    return tuple(results)
