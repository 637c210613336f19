"""Comparisons with a part of a text; a list holds when one of its items does."""

from collections.abc import Callable, Sequence
from typing import Any

from flags.attributes import as_text


def starts_with(values: Sequence[str]) -> Callable[[Any], bool]:
    """Hold when the text begins with one of the values."""
    wanted = tuple(values)
    return on_texts(lambda text: text.startswith(wanted))


def ends_with(values: Sequence[str]) -> Callable[[Any], bool]:
    """Hold when the text ends with one of the values."""
    wanted = tuple(values)
    return on_texts(lambda text: text.endswith(wanted))


def contains(values: Sequence[str]) -> Callable[[Any], bool]:
    """Hold when one of the values stands in the text."""
    wanted = tuple(values)
    return on_texts(lambda text: any(part in text for part in wanted))


def on_texts(holds: Callable[[str], bool]) -> Callable[[Any], bool]:
    """Apply a test of texts to whatever comes; what is no scalar never holds."""

    def test(value: Any) -> bool:
        if isinstance(value, str):
            return holds(value)
        if isinstance(value, list | tuple):
            return any(test(item) for item in value if not isinstance(item, list | tuple))
        text = as_text(value)
        return text is not None and holds(text)

    return test
