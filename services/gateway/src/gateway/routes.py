"""The routes: one for each rpc of the catalogue that has an HTTP rule, and the hand-written."""

from itertools import chain
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from gateway import description
from gateway.door import Door
from gateway.endpoints import Endpoint, endpoints
from gateway.exports import exports


def add_routes(app: FastAPI, door: Door) -> None:
    """Add them all; an rpc added to the contracts has its route by that."""
    for endpoint in chain(endpoints(), exports()):
        app.router.routes.append(rpc_route(endpoint, door))


def rpc_route(endpoint: Endpoint, door: Door) -> APIRoute:
    """Return a route that is described to FastAPI in full and answered without its machinery.

    FastAPI would parse the request by its own rules and validate the reply a second time.
    """
    rpc, rule = endpoint.rpc, endpoint.rule
    is_json = endpoint.writer.media_type == JSONResponse.media_type

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response = await door.answer(Request(scope, receive, send), endpoint)
        await response(scope, receive, send)

    async def described() -> Response:
        raise NotImplementedError

    extra: dict[str, Any] = description.operation(endpoint)
    route = APIRoute(
        rule.path,
        described,
        methods=[rule.method],
        name=endpoint.name,
        operation_id=_operation_id(endpoint.name),
        response_model=endpoint.writer.model if is_json else None,
        response_class=JSONResponse if is_json else _shown_as(endpoint.writer.media_type),
        status_code=endpoint.writer.status,
        response_description=description.answer(endpoint),
        tags=[rpc.interface.removesuffix("Service")],
        summary=rpc.summary,
        description=rpc.description,
        responses=description.refusals(endpoint),
        openapi_extra=extra,
    )
    route.app = answer
    return route


def _shown_as(media_type: str) -> type[Response]:
    return type("Shown", (Response,), {"media_type": media_type})


def _operation_id(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
