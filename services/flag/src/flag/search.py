"""Free text over flags: which words are indexed, and how they are asked for."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_AFTER_ANY_LETTER = "\U0010ffff"


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: however typed, whatever the case."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def tokens(texts: Iterable[str]) -> list[str]:
    """Return every word once."""
    return sorted({word for text in texts for word in words(text)})


def matching(word: str) -> dict[str, Any]:
    """Return the filter for flags that have a word which begins so."""
    return {"search": {"$elemMatch": {"$gte": word, "$lt": word + _AFTER_ANY_LETTER}}}
