"""An archived entry as a line of JSON: what was sealed, and by what it is found. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from transparency import canonical

from audit.sealing.leaf import sealed_form
from audit.text import KEYED

_MOMENTS = ("at", "receivedAt")
_FOUND_BY = ("people", "actorKey", "actionPaths")


def line_of(stored: Mapping[str, Any]) -> bytes:
    """Return the line of a stored entry; personal fields stay in their boxes.

    Words of personal fields are left out: they would find somebody who is erased later.
    """
    found = {name: stored[name] for name in _FOUND_BY if name in stored}
    found["words"] = [word for word in stored["words"] if not word.startswith(KEYED)]
    return canonical({"entry": sealed_form(stored), "found": found}) + b"\n"


def stored_of(line: bytes) -> dict[str, Any]:
    """Return the stored entry of a line."""
    read = json.loads(line)
    stored: dict[str, Any] = {**read["entry"], **read["found"]}
    stored["_id"] = stored.pop("id")
    for name in _MOMENTS:
        stored[name] = datetime.fromisoformat(stored[name])
    return stored
