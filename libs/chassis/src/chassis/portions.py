"""Much in several steps, for what takes only so many at once."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def portions(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Yield all of them in order, up to `most` at a time; nothing of nothing."""
    return (items[start : start + most] for start in range(0, len(items), most))
