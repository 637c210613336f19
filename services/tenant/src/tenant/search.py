"""Free text over tenants: which beginnings of words are indexed, and how they are asked for."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# Beginnings up to here are indexed one by one: equality then finds them in the list's order.
_LONGEST_BEGINNING = 20
_WORD = re.compile(r"[^\W_]+")
_AFTER_ANY_LETTER = "\U0010ffff"


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: however typed, whatever the case."""
    # Twice, for case folding takes some letters apart again.
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(unicodedata.normalize("NFKC", folded))


def tokens(texts: Iterable[str]) -> list[str]:
    """Return what to index: the beginnings of every word, and every word whole."""
    return sorted(
        {
            word[:length]
            for text in texts
            for word in words(text)
            for length in (*range(1, min(len(word), _LONGEST_BEGINNING) + 1), len(word))
        }
    )


def matching(word: str, *, among: str) -> dict[str, Any]:
    """Return the filter for documents whose tokens in the field `among` begin with `word`."""
    if len(word) <= _LONGEST_BEGINNING:
        return {among: word}
    return {among: {"$elemMatch": {"$gte": word, "$lt": word + _AFTER_ANY_LETTER}}}
