"""The HTTP side of an rpc (google.api.http), checked against its request and reply."""

import re
from typing import Any

from contracts.rpc import HttpRule

from generator.model import ProtoMessage, ProtoRpc
from generator.refusal import Refusal

METHODS = ("get", "put", "post", "delete", "patch")
BODILESS = {"GET", "DELETE"}
PATH = re.compile(r"(/([A-Za-z0-9_.~-]+|\{[a-z][a-z0-9_]*\}))+")
HEADER = re.compile(r"[A-Z][A-Za-z0-9]*(-[A-Z][A-Za-z0-9]*)*")


def rule(options: dict[str, Any]) -> HttpRule | None:
    """Read the rule."""
    given = dict(options.get("[google.api.http]", {}))
    if not given:
        return None
    if "additional_bindings" in given:
        raise Refusal("http.additional_bindings is not supported: one rpc, one route")
    methods = [name for name in METHODS if name in given]
    body, response_body = given.pop("body", ""), given.pop("response_body", "")
    if len(methods) != 1 or len(given) != 1:
        raise Refusal(f"http: one of {', '.join(METHODS)}, body and response_body are supported")
    return HttpRule(
        method=methods[0].upper(),
        path=given[methods[0]],
        body=body,
        response_body=response_body,
    )


def check(http: HttpRule, request: ProtoMessage, reply: ProtoMessage) -> None:
    """Refuse a rule that names what isn't there."""
    if not PATH.fullmatch(http.path):
        raise Refusal(f"http path {http.path} is no /words/and/{{fields}}")
    fields = {field.name: field for field in request.fields}
    names = parameters(http.path)
    for name in names:
        if name not in fields:
            raise Refusal(f"http path parameter {name} is no field of {request.name}")
        field = fields[name]
        if field.repeated or field.map_value or field.is_message or field.optional:
            raise Refusal(f"http path parameter {name} should be a plain field, always given")
        if names.count(name) > 1:
            raise Refusal(f"http path parameter {name} stands twice")
    if http.body and http.method in BODILESS:
        raise Refusal(f"http {http.method} carries no body")
    if http.body not in {"", "*", *fields} or http.body in names:
        raise Refusal(f"http body {http.body} is no field of {request.name}")
    if http.response_body not in {"", *(field.name for field in reply.fields)}:
        raise Refusal(f"http response_body {http.response_body} is no field of {reply.name}")


def parameters(path: str) -> list[str]:
    """Name the path's parameters."""
    return re.findall(r"\{([a-z0-9_]+)\}", path)


def route(http: HttpRule) -> str:
    """Give method and path as a router sees them: the parameters' names don't count."""
    return f"{http.method} {re.sub(r'{[^}]*}', '{}', http.path)}"


def headers(rpc: ProtoRpc, request: ProtoMessage, http: HttpRule | None) -> dict[str, str]:
    """Give the request's fields that travel in headers."""
    found = {field.name: field.header for field in request.fields if field.header}
    for field in request.fields:
        if not field.header:
            continue
        if not HEADER.fullmatch(field.header):
            raise Refusal(f"header {field.header!r} is no Header-Name")
        if field.repeated or field.map_value or field.is_message:
            raise Refusal(f"field {field.name} can't travel in a header: it is no scalar")
        if http and field.name in [*parameters(http.path), http.body]:
            raise Refusal(f"field {field.name} of {rpc.name} travels in a header already")
    if len(set(found.values())) < len(found):
        raise Refusal(f"two fields of {request.name} travel in the same header")
    return found
