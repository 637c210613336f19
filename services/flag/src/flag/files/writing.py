"""Flags and segments as the file's items: what is at its default is left out."""

from typing import Any

from contracts.flag.v1 import Flag, Segment
from contracts.message import Message

_FLAG: dict[str, Any] = {
    "key": None,
    "description": "",
    "owner": "",
    "tags": [],
    "kind": "boolean",
    "variants": [],
    "defaultVariant": "",
    "state": "off",
    "pct": 0,
    "stickiness": "",
    "scope": {},
    "rules": [],
    "segments": [],
    "prerequisites": [],
}
_SEGMENT: dict[str, Any] = {"key": None, "description": "", "scope": {}, "rules": []}


def flag_item(flag: Flag) -> dict[str, Any]:
    """Return a flag as the file writes it."""
    return _item(flag, _FLAG)


def segment_item(segment: Segment) -> dict[str, Any]:
    """Return a segment as the file writes it."""
    return _item(segment, _SEGMENT)


def _item(message: Message, defaults: dict[str, Any]) -> dict[str, Any]:
    dumped = _lean(message.dump())
    shown = {name: dumped.get(name, default) for name, default in defaults.items()}
    return {name: _whole(value) for name, value in shown.items() if value != defaults[name]}


def _lean(value: Any) -> Any:
    """Leave empty lists and objects of messages out; payloads stay as they are."""
    if isinstance(value, dict):
        return {
            name: held if name == "payload" else _lean(held)
            for name, held in value.items()
            if name == "payload" or held not in ([], {})
        }
    return [_lean(one) for one in value] if isinstance(value, list) else value


def _whole(value: Any) -> Any:
    """Write 25.0 as 25: that is what people write."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
