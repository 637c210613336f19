"""Words, as free text finds them."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
# The last of all characters: a word that begins with "inv" sorts before "inv" and this.
AFTER_ANY_LETTER = "\U0010ffff"
# Words of personal fields stand as keyed hashes beside the plain ones; no plain word begins so.
KEYED = "~"


def words(text: str) -> set[str]:
    """Return the distinct words of a text, however typed and whatever the case."""
    if text.isascii():
        return set(_WORD.findall(text.lower()))
    # Twice, for case folding takes some letters apart again.
    folded = unicodedata.normalize("NFKC", text).casefold()
    return set(_WORD.findall(unicodedata.normalize("NFKC", folded)))
