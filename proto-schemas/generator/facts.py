"""The facts that two releases are compared by, read leniently: old ones met older rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.rpc import HttpRule

from generator import http
from generator.image import Descriptor
from generator.reader import CLEARABLE, HEADER, RULES
from generator.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class RouteFacts:
    """An rpc as callers know it."""

    route: str
    body: str
    response_body: str
    access: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class FieldFacts:
    """A field as callers know it."""

    required: bool
    clearable: bool
    header: str
    sets: dict[str, set[Any]]


def routes(files: list[Descriptor]) -> dict[str, RouteFacts]:
    """Give every rpc by its full name."""
    return {
        f"{file['package']}.{service['name']}.{rpc['name']}": _route(rpc.get("options", {}))
        for file in files
        for service in file.get("service", ())
        for rpc in service.get("method", ())
    }


def fields(files: list[Descriptor]) -> dict[str, FieldFacts]:
    """Give every field by its full name."""
    return {
        f"{file['package']}.{message['name']}.{field['name']}": _field(field.get("options", {}))
        for file in files
        for message in file.get("message_type", ())
        for field in message.get("field", ())
    }


def _route(options: dict[str, Any]) -> RouteFacts:
    try:
        rule = http.rule(options)
    except Refusal:
        rule = None
    shown = rule or HttpRule(method="", path="")
    return RouteFacts(
        route=http.route(shown) if rule else "",
        body=shown.body,
        response_body=shown.response_body,
        access=frozenset(options.get("[platform.v1.access]", ())),
    )


def _field(options: dict[str, Any]) -> FieldFacts:
    rules = options.get(RULES, {})
    return FieldFacts(
        required=rules.get("required", False),
        clearable=options.get(CLEARABLE, False),
        header=options.get(HEADER, ""),
        sets=dict(_sets(rules, "")),
    )


def _sets(rules: dict[str, Any], path: str) -> Iterator[tuple[str, set[Any]]]:
    for name, value in rules.items():
        if isinstance(value, dict):
            yield from _sets(value, f"{path}{name}.")
        elif name == "in":
            yield f"{path}in", set(value)
        elif name == "const":
            # A set of one: it may grow into a larger one.
            yield f"{path}in", {value}
