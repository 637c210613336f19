"""Which words are worth to be known: pure."""

_LONGEST = 32
_MOST_DIGITS = 2


def is_word(text: str) -> bool:
    """Say whether it is a word rather than a number or part of an id: those are found whole.

    So the vocabulary grows with language, not with entries.
    """
    return len(text) <= _LONGEST and sum(map(str.isdigit, text)) <= _MOST_DIGITS
