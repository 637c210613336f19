"""Semantic versions (semver.org 2.0.0): reading and ordering them."""

import operator
import re
from collections.abc import Mapping
from typing import Any

from flags.operators.comparisons import ORDER, Comparisons, Holds

_NUMBER = "(0|[1-9][0-9]{0,17})"
_WORDS = "[0-9A-Za-z-]+([.][0-9A-Za-z-]+)*"
_VERSION = re.compile(
    rf"v?{_NUMBER}([.]{_NUMBER}([.]{_NUMBER})?)?(-(?P<pre>{_WORDS}))?([+]{_WORDS})?"
)
# §11.3 and §11.4.4: a release is above all its pre-releases, longer ones above shorter.
_RELEASE = (1,)

Version = tuple[int, int, int, tuple[Any, ...]]


def version(value: Any) -> Version | None:
    """Read a version; what is missing of 1 or 1.2 is zero, and a leading v is ignored."""
    found = _VERSION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    major, minor, patch = (int(part or 0) for part in (found[1], found[3], found[5]))
    return major, minor, patch, _precedence(found["pre"])


def _precedence(pre: str | None) -> tuple[Any, ...]:
    if pre is None:
        return _RELEASE
    # §11.4: numbers by size and below words, words by ASCII.
    return (0, *((0, int(word), "") if word.isdigit() else (1, 0, word) for word in pre.split(".")))


def _caret(given: Version, wanted: Version) -> bool:
    """Hold for what promises to be compatible: the first number that isn't zero stays."""
    fixed = next((index for index in range(3) if wanted[index]), 2) + 1
    return given >= wanted and given[:fixed] == wanted[:fixed]


def _tilde(given: Version, wanted: Version) -> bool:
    """Hold for later patches of the same minor version."""
    return given >= wanted and given[:2] == wanted[:2]


_SIGNS: Mapping[str, Holds] = {**ORDER, "=": operator.eq, "^": _caret, "~": _tilde}
VERSIONS = Comparisons(
    version, what='a version after =, !=, <, <=, >, >=, ^ or ~: ">=1.2.0 <2.0.0"', signs=_SIGNS
)
