"""matches: RE2 patterns, which take time linear in the text whatever the pattern (ADR 0021)."""

from collections.abc import Callable, Sequence
from typing import Any

import re2

from flags.operators.texts import on_texts
from flags.operators.values import each
from flags.refusals import Refused

# What a compiled pattern may need: enough for what people write, too little for (.{1000}){1000}.
_MOST_BYTES = 1 << 20


def matches(values: Sequence[str]) -> Callable[[Any], bool]:
    """Hold when one of the patterns is found in the text; anchors are for the pattern to write."""
    searches = each(values, _search)
    return on_texts(lambda text: any(search(text) for search in searches))


def _search(pattern: str) -> Callable[[str], object]:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_BYTES
    try:
        search: Callable[[str], object] = re2.compile(pattern, options).search
    except re2.error as error:
        said = error.args[0] if error.args else "not a pattern"
        reason = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise Refused(f"is no RE2 pattern: {reason}") from None
    return search
