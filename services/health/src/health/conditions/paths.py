"""Finding a value by its path: `body.items[0].state`."""

import re
from collections.abc import Mapping
from typing import Any, Final

MISSING: Final = object()
_STEP = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+)\]")


def find(facts: Mapping[str, Any], path: str) -> Any:
    """Return what stands at the path, `MISSING` when nothing does."""
    here: Any = facts
    for name, index in _STEP.findall(path):
        if name and isinstance(here, Mapping) and name in here:
            here = here[name]
        elif index and isinstance(here, list) and int(index) < len(here):
            here = here[int(index)]
        else:
            return MISSING
    return here
