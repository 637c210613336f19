"""Which words are worth to be known: pure."""

from audit.text import KEYED

_LONGEST = 32
_MOST_DIGITS = 2


def is_word(text: str) -> bool:
    """Say whether it is a word rather than a number or part of an id: those are found whole.

    So the vocabulary grows with language and people, not with entries.
    """
    if text.startswith(KEYED):
        return True
    return len(text) <= _LONGEST and sum(map(str.isdigit, text)) <= _MOST_DIGITS
