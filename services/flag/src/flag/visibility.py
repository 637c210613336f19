"""What of a flag its reader may see."""

from typing import Any

from bus import current_actor
from chassis import is_operator
from contracts.flag.v1 import Flag

_HIDDEN: dict[str, Any] = {
    "scope": None,
    "rules": [],
    "segments": [],
    "prerequisites": [],
    "history": [],
    "usage": None,
    "owner": "",
}


def sees_everything() -> bool:
    """Operators and services; the gateway lets nobody in without saying who it is."""
    actor = current_actor()
    return actor is None or actor.type in {"service", "system"} or is_operator(actor)


def shown(flag: Flag) -> Flag:
    """Return the flag as the current actor may see it."""
    if sees_everything():
        return flag
    variants = [one.model_copy(update={"rules": []}) for one in flag.variants]
    return flag.model_copy(update={**_HIDDEN, "variants": variants})
