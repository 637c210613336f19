"""From an entry to its sentence: pure. Whatever an entry holds, there is one."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from contracts.audit.v1 import Entry

from audit.sentences.templates import TEMPLATES

_NOBODY = {
    "service": "The platform",
    "system": "The platform",
    "external": "Somebody outside",
    "anonymous": "Somebody unknown",
    "user": "Somebody",
}
_REASONS = ("reason", "note", "comment", "text", "error")
# The sentence says so already.
_TOLD_FAILURE = re.compile(r"fail|denied|couldn't|refus|reject")
_PIECE = re.compile(r"\[(?P<optional>[^\[\]]*)\]|\{(?P<name>[A-Za-z.]+)\}")
# What reads as a verb of a sentence: paid, created; but not login, model_updated.
_PAST = re.compile(r"[a-z]+(ed|id|en|nt|ne|ade|old|ught|ound|ost)")
_SPACE = re.compile(r"\s+")
_LONGEST = 200
_MOST_NAMES = 4


def sentence_of(entry: Entry) -> str:
    """Say who did what to which, and why."""
    template = TEMPLATES.get(entry.action)
    said = _filled(template or _general(entry.action), entry, must=True) or ""
    outcome = "" if _TOLD_FAILURE.search(f"{entry.action} {said}") else entry.outcome
    suffix = {"failure": " (failed)", "denied": " (denied)"}.get(outcome, "")
    return _SPACE.sub(" ", f"{_actor(entry)} {said}{suffix}").strip()


def _actor(entry: Entry) -> str:
    named = entry.actor_email or entry.actor_name
    if not named and entry.actor_type not in {"service", "system"}:
        named = entry.actor_id
    return _short(named) or _NOBODY.get(entry.actor_type, "Somebody")


@lru_cache(maxsize=4096)
def _general(action: str) -> str:
    """Make a template for an action that has none: invoice.paid is "paid invoice {resource}"."""
    *nouns, verb = action.split(".")
    if _PAST.fullmatch(verb):
        return " ".join([verb, *(noun.replace("_", " ") for noun in nouns[-1:]), "{resource}"])
    told = " ".join([*nouns[-1:], verb]).replace("_", " ")
    return f"caused “{told}”[ of {{resource}}]"


def _filled(template: str, entry: Entry, *, must: bool = False) -> str | None:
    """Fill a template in; None when a value is missing that it can't do without."""
    parts: list[str] = []
    place = 0
    for found in _PIECE.finditer(template):
        parts.append(template[place : found.start()])
        place = found.end()
        if found["name"] is None:
            parts.append(_filled(found["optional"], entry) or "")
            continue
        value = _value(found["name"], entry)
        if not value and not must:
            return None
        parts.append(value or entry.resource_type.replace("_", " ") or "something")
    return "".join([*parts, template[place:]])


def _value(name: str, entry: Entry) -> str:
    match name:
        case "resource":
            return _short(entry.resource_name or entry.resource_id)
        case "tenant":
            return entry.tenant_slug or _short(entry.metadata.get("tenant"))
        case "partner":
            return entry.partner_slug
        case "why":
            told = (_short(entry.metadata.get(reason)) for reason in _REASONS)
            return next((one for one in told if one), "")
        case "changed":
            return _changed(entry.metadata.get("changes"))
    value: Any = entry.metadata
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return _short(value)


def _changed(changes: Any) -> str:
    """Name what was changed, never to what: values may be long, and secret to readers of lists."""
    if not isinstance(changes, Mapping):
        return ""
    names = sorted(map(str, changes))
    more = [f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
    return _short(", ".join([*names[:_MOST_NAMES], *more]))


def _short(value: Any) -> str:
    """Return what can be said in a sentence, in one line; what is cut ends with an ellipsis."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = _SPACE.sub(" ", f"{value:g}" if isinstance(value, float) else str(value)).strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
