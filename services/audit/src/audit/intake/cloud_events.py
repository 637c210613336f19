"""CloudEvents 1.0 as audit entries (ADR 0091): structured, binary and batched, over NATS."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from contracts.audit.v1 import Publication
from contracts.wire import NotProtoJson, decode

from audit.rules import Refused

Event = Mapping[str, Any]
# NATS binding, 3: the content type begins with it in structured mode, whatever its case.
_STRUCTURED = "application/cloudevents"
# NATS binding, 3.1.3.1
_PREFIX = "ce-"
_REQUIRED = ("id", "source", "type")
# CloudEvents 1.0, naming conventions; the one member of the JSON format that has another name.
_NAME = re.compile(r"[a-z0-9]+|data_base64")
_JSON = re.compile(r"application/(.+\+)?json", re.IGNORECASE)
_DATA = ("data", "data_base64")
# Other fields of an entry have an attribute of CloudEvents' own, or come from the subject.
_NOT_EXTENSIONS = {"id", "at", "action", "source", "externalId", "traceId", "metadata"}
_EXTENSIONS = {
    alias.lower(): alias
    for name, field in Publication.model_fields.items()
    if (alias := field.alias or name) not in _NOT_EXTENSIONS
}


def events_in(payload: bytes, headers: Mapping[str, str]) -> Any:
    """Return the event that a message carries, a list for a batch, None for no CloudEvent."""
    carried = {name.lower(): value for name, value in headers.items()}
    if carried.get("content-type", "").lower().startswith(_STRUCTURED):
        return _json(payload)
    if f"{_PREFIX}specversion" in carried:
        return _binary(payload, carried)
    # Before NATS had headers every CloudEvent was a structured one (binding, 3).
    if b'"specversion"' in payload:
        told = _json(payload)
        return told if isinstance(told, dict) and "specversion" in told else None
    return None


def publication_of(event: Any) -> dict[str, Any]:
    """Return what an event tells as the body of an entry; raise `Refused` if it is none.

    `type` is the action where the subject names none. Source and id together are the external id:
    by them an event is stored once (CloudEvents 1.0, id).
    """
    said = _checked(event)
    told: dict[str, Any] = {"externalId": f"{said['source']} {said['id']}"}
    told |= {_EXTENSIONS[name]: said[name] for name in said.keys() & _EXTENSIONS.keys()}
    if "time" in said:
        told["at"] = said["time"]
    if "subject" in said:
        told.setdefault("resourceId", said["subject"])
    # CloudEvents' distributed tracing extension, W3C trace context §3.2
    if parts := re.fullmatch(r"[0-9a-f]{2}-([0-9a-f]{32})-.*", str(said.get("traceparent", ""))):
        told["traceId"] = parts[1]
    rest = said.keys() - _EXTENSIONS.keys() - {*_DATA, "specversion", "time"}
    told["metadata"] = {"cloudEvent": {name: said[name] for name in sorted(rest)}} | {
        _name(member): said[member] for member in _DATA if member in said
    }
    return told


def _checked(event: Any) -> dict[str, Any]:
    if not isinstance(event, dict):
        raise Refused("body: a CloudEvent should be an object")
    if event.get("specversion") != "1.0":
        raise Refused(f"specversion: {event.get('specversion')!r}; 1.0 is read")
    said = {name: value for name, value in event.items() if value is not None or name == "data"}
    for name, value in said.items():
        if not _NAME.fullmatch(name):
            raise Refused(f"{name}: attributes have names of a-z and 0-9")
        if name != "data" and not isinstance(value, str | bool | int):
            raise Refused(f"{name}: should be text, a whole number or a truth value")
    for name in _REQUIRED:
        if not isinstance(said.get(name), str) or not said[name]:
            raise Refused(f"{name}: a CloudEvent needs it, as text")
    if all(member in said for member in _DATA):
        raise Refused("data_base64: stands beside data")
    return said


def _json(payload: bytes) -> Any:
    try:
        return decode(payload)
    except NotProtoJson as error:
        raise Refused(f"body: {error}") from error


def _binary(payload: bytes, carried: Mapping[str, str]) -> Event:
    event: dict[str, Any] = {
        name.removeprefix(_PREFIX): _unescaped(name, value)
        for name, value in carried.items()
        if name.startswith(_PREFIX)
    }
    if "content-type" in carried:
        event.setdefault("datacontenttype", carried["content-type"])
    kind = event.get("datacontenttype", "")
    if not payload:
        return event
    if not kind or _JSON.match(kind):
        return event | {"data": _json(payload)}
    try:
        return event | {"data": payload.decode()}
    except UnicodeDecodeError:
        raise Refused(f"body: {kind} that isn't text should come in structured mode") from None


def _unescaped(name: str, value: str) -> str:
    """Undo what headers need (NATS binding, 3.1.3.2)."""
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise Refused(f"{name}: its percent-encoding is not UTF-8") from None


def _name(member: str) -> str:
    return "dataBase64" if member == "data_base64" else member
