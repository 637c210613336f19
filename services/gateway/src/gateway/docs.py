"""GET /docs: the description as a page, rendered here: no scripts, no CDN."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.security import page_policy

PATH = "/docs"

_FOLDER = Path(__file__).parent / "pages"
Schema = Mapping[str, Any]


def docs_route(app: FastAPI) -> APIRoute:
    """Return the route; the page is rendered at the first visit."""
    style = (_FOLDER / "docs.css").read_text(encoding="utf-8")

    @cache
    def page() -> str:
        environment = Environment(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        said = app.openapi()
        return environment.get_template("docs.html").render(
            about=said["info"], operations=list(operations(said)), style=style
        )

    headers = {"Content-Security-Policy": page_policy(style), "Referrer-Policy": "no-referrer"}

    async def docs(_request: Request) -> Response:
        return HTMLResponse(page(), headers=headers)

    return APIRoute(PATH, docs, methods=["GET", "HEAD"], include_in_schema=False)


def operations(said: Schema) -> Iterator[dict[str, Any]]:
    """Give each operation with its fields laid out as rows."""
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            yield {
                **operation,
                "path": path,
                "method": method.upper(),
                "inputs": [*_parameters(operation), *_body(said, operation)],
                "refusals": [status for status in operation["responses"] if status >= "400"],
                "answers": list(_answers(said, operation)),
            }


def _parameters(operation: Schema) -> Iterator[dict[str, Any]]:
    for one in operation.get("parameters", []):
        yield {**one, "kind": _kind(one["schema"])}


def _body(said: Schema, operation: Schema) -> Iterator[dict[str, Any]]:
    if "requestBody" not in operation:
        return
    for row in _fields(said, operation["requestBody"]):
        yield {**row, "in": "body"}


def _answers(said: Schema, operation: Schema) -> Iterator[dict[str, Any]]:
    for status, answer in operation["responses"].items():
        if status < "400":
            yield from _fields(said, answer)


def _fields(said: Schema, holder: Schema) -> Iterator[dict[str, Any]]:
    schema = holder["content"]["application/json"]["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved = said["components"]["schemas"][name] if name else schema
    for field, one in resolved.get("properties", {}).items():
        yield {
            "name": field,
            "required": field in resolved.get("required", []),
            "description": one.get("description", ""),
            "kind": _kind(one),
        }


def _kind(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(map(_kind, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("format") or schema.get("type") or "any")
