"""The JSON schemas of what a route takes: parameters and body, each without the other."""

from copy import deepcopy
from functools import cache
from typing import Any

from contracts.message import Message
from contracts.platform.v1 import Problem

from gateway.endpoints import Endpoint
from gateway.preconditions import IF_MATCH, PATTERN

Schema = dict[str, Any]

_SCHEMAS = "#/components/schemas/{model}"
_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key gets the same answer for 24 hours: trying again is safe.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!-~]+$"},
}


def components(endpoint: Endpoint) -> dict[str, Schema]:
    """Return the schemas that the route's description refers to."""
    found: dict[str, Schema] = deepcopy(_whole(endpoint).get("$defs", {}))
    if endpoint.reader.takes_body:
        found[endpoint.rpc.request.__name__] = body(endpoint)
    return found


def problem_schemas() -> dict[str, Schema]:
    """Return the schemas of refusals."""
    schema = Problem.model_json_schema(ref_template=_SCHEMAS, mode="serialization")
    inner: dict[str, Schema] = schema.pop("$defs")
    return {**inner, Problem.__name__: schema}


def _whole(endpoint: Endpoint) -> Schema:
    request: type[Message] = endpoint.rpc.request
    return _schema(request)


@cache
def _schema(request: type[Message]) -> Schema:
    """Return the whole schema; whoever changes something in it copies it first."""
    schema: Schema = request.model_json_schema(ref_template=_SCHEMAS, mode="validation")
    return schema


def body(endpoint: Endpoint) -> Schema:
    """Return the request without what travels elsewhere."""
    schema = deepcopy(_whole(endpoint))
    shown = {_alias(endpoint, name) for name in endpoint.reader.body}
    if endpoint.rule.body != "*":
        only: Schema = schema["properties"][next(iter(shown))]
        return only
    schema.pop("$defs", None)
    schema["properties"] = {
        name: _absent_stays(one) if endpoint.rule.method == "PATCH" else one
        for name, one in schema.get("properties", {}).items()
        if name in shown
    }
    schema["required"] = [name for name in schema.get("required", []) if name in shown]
    return {name: value for name, value in schema.items() if value or name != "required"}


def _absent_stays(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if name != "default"}


def parameters(endpoint: Endpoint) -> list[Schema]:
    """Return what travels in path, query and headers."""
    reader = endpoint.reader
    said = [_parameter(endpoint, name, place="path", shown=name) for name in reader.path]
    said += [
        _parameter(endpoint, name, place="query", shown=_alias(endpoint, name))
        for name in reader.query
    ]
    for name, header in reader.headers.items():
        one = _parameter(endpoint, name, place="header", shown=header)
        if header == IF_MATCH:
            one["schema"] = {"type": "string", "pattern": PATTERN}
        said.append(one)
    return [*said, _KEY] if endpoint.rpc.changes else said


def _parameter(endpoint: Endpoint, name: str, *, place: str, shown: str) -> Schema:
    schema = deepcopy(_whole(endpoint)["properties"][_alias(endpoint, name)])
    schema.pop("title", None)
    return {
        "name": shown,
        "in": place,
        "required": endpoint.rpc.request.model_fields[name].is_required(),
        "description": schema.pop("description", ""),
        "schema": schema,
    }


def _alias(endpoint: Endpoint, name: str) -> str:
    return endpoint.rpc.request.model_fields[name].alias or name


def reference(model: str) -> Schema:
    """Point at a component."""
    return {"$ref": _SCHEMAS.format(model=model)}
