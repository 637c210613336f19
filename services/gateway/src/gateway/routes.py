"""The routes: one for each rpc of the catalogue that has an HTTP rule, and the hand-written."""

from itertools import chain

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from gateway import description
from gateway.door import Door
from gateway.endpoints import Endpoint, endpoints
from gateway.evaluating import answered_here
from gateway.exports import exports
from gateway.me import with_abilities


def add_routes(app: FastAPI, door: Door) -> None:
    """Add them all; an rpc added to the contracts has its route by that."""
    for endpoint in chain(map(with_abilities, endpoints()), exports()):
        app.router.routes.append(RpcRoute(answered_here(endpoint, door), door))


class RpcRoute(APIRoute):
    """A route that is described to FastAPI in full and answered without its machinery.

    FastAPI would parse the request by its own rules and validate the reply a second time.
    """

    def __init__(self, endpoint: Endpoint, door: Door) -> None:
        rpc, rule, writer = endpoint.rpc, endpoint.rule, endpoint.writer
        is_json = writer.media_type == JSONResponse.media_type
        super().__init__(
            rule.path,
            _described,
            methods=[rule.method],
            name=endpoint.name,
            operation_id=_operation_id(endpoint.name),
            response_model=writer.model if is_json else None,
            response_class=JSONResponse if is_json else _shown_as(writer.media_type),
            status_code=writer.status,
            response_description=description.answer(endpoint),
            tags=[rpc.interface.removesuffix("Service")],
            summary=rpc.summary,
            description=rpc.description,
            responses=description.refusals(endpoint),
            openapi_extra=description.operation(endpoint),
        )

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            await (await door.answer(scope, receive, endpoint))(scope, receive, send)

        self.app = answer


async def _described() -> Response:
    raise NotImplementedError


def _shown_as(media_type: str) -> type[Response]:
    return type("Shown", (Response,), {"media_type": media_type})


def _operation_id(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
