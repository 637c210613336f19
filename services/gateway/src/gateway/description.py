"""What OpenAPI says of one route: parameters, body, refusals, who may call."""

from http import HTTPStatus

from contracts.platform.v1 import Problem

from gateway import schemas
from gateway.endpoints import Endpoint
from gateway.preconditions import IF_MATCH
from gateway.problems import MEDIA_TYPE
from gateway.schemas import Schema

_ALWAYS = (401, 403, 422, 429, 500, 503, 504)
_WITH_BODY = (408, 413, 415)
_WITH_VERSION = (412, 428)


def operation(endpoint: Endpoint) -> Schema:
    """Return what the framework can't know."""
    public = "public" in endpoint.rpc.access
    said: Schema = {
        "parameters": schemas.parameters(endpoint),
        "security": [{"bearer": []}, *([{}] if public else [])],
        "x-access": list(endpoint.rpc.access),
        "x-subject": endpoint.rpc.subject,
    }
    if endpoint.reader.takes_body:
        schema = schemas.body(endpoint)
        said["requestBody"] = {
            "required": bool(schema.get("required")),
            "content": {
                "application/json": {"schema": schemas.reference(endpoint.rpc.request.__name__)}
            },
        }
    headers = _answer_headers(endpoint)
    if headers:
        said["responses"] = {str(endpoint.writer.status): {"headers": headers}}
    return said


def answer(endpoint: Endpoint) -> str:
    """Describe what comes back."""
    return endpoint.writer.doc.strip().splitlines()[0]


def refusals(endpoint: Endpoint) -> dict[int | str, Schema]:
    """Return every status that may come instead; all are problems."""
    statuses = set(_ALWAYS)
    if endpoint.reader.path:
        statuses.add(404)
    if endpoint.rpc.changes:
        statuses.add(409)
    if endpoint.reader.takes_body:
        statuses.update(_WITH_BODY)
    if IF_MATCH in endpoint.reader.headers.values():
        statuses.update(_WITH_VERSION)
    content = {MEDIA_TYPE: {"schema": schemas.reference(Problem.__name__)}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in sorted(statuses)
    }


def _answer_headers(endpoint: Endpoint) -> Schema:
    headers: Schema = {}
    if endpoint.writer.has_version:
        headers["ETag"] = {"description": "The version.", "schema": {"type": "string"}}
    if endpoint.writer.location:
        headers["Location"] = {"description": "Where it is read.", "schema": {"type": "string"}}
    return headers
