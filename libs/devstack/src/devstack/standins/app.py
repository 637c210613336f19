"""Each stand-in under a path of its own: `/stalwart`, of both generations, and `/ocis`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from devstack.standins import drives, principals, registry, spaces_people, striking
from devstack.standins.graph_errors import graph_error_body
from devstack.standins.local import is_local, refused
from devstack.standins.locked import Locked
from devstack.standins.mailboxes import ACCOUNT, DOMAIN, Mailboxes
from devstack.standins.mishaps import Mishaps
from devstack.standins.settings import Settings
from devstack.standins.shelf import Shelf
from devstack.standins.striking import Striking

_KINDS = (DOMAIN, ACCOUNT, drives.DRIVE, drives.USER)
_CODES = {401: "unauthenticated", 403: "accessDenied", 429: "activityLimitReached"}


def create_app(settings: Settings) -> Striking:
    """Open the shelf when the server starts, close it when it ends."""
    shelf, mishaps = Shelf(settings.data / "standins.sqlite"), Mishaps()
    mailboxes, secret = Mailboxes(shelf), settings.secret.get_secret_value()
    locks = [Middleware(Locked, secret=secret, words=_words(401))]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        shelf.close()

    stalwart = [
        *principals.routes(mailboxes),
        *registry.routes(mailboxes),
    ]
    ocis = [*drives.routes(shelf), *spaces_people.routes(shelf)]
    app = Starlette(
        routes=[
            Route("/stalwart/healthz/ready", _ready),
            Route("/ocis/status.php", _ready),
            Mount("/stalwart", routes=stalwart, middleware=locks),
            Mount("/ocis", routes=ocis, middleware=locks),
            *striking.routes(mishaps),
            *_inside(shelf),
        ],
        lifespan=lifespan,
    )
    return Striking(app, mishaps, words=_words)


async def _ready(_: Request) -> Response:
    return JSONResponse({"installed": True, "maintenance": False, "productversion": "7.1.0"})


def _words(status: int) -> Any:
    """Return a body that either system's client understands."""
    code = _CODES.get(status, "generalException")
    problem = {"type": "about:blank", "status": status, "detail": "a mishap"}
    return problem | graph_error_body(code, "a mishap")


def _inside(shelf: Shelf) -> list[Route]:
    """Return the routes by which tests look inside, and make what nobody asked for."""

    async def everything(request: Request) -> Response:
        if not is_local(request):
            return refused()
        return JSONResponse({kind: shelf.all(kind) for kind in _KINDS})

    async def put(request: Request) -> Response:
        if not is_local(request):
            return refused()
        kind, identity = request.path_params["kind"], request.path_params["id"]
        held = shelf.get(kind, identity) or {}
        return JSONResponse(shelf.put(kind, identity, held | await request.json()))

    async def remove(request: Request) -> Response:
        if not is_local(request):
            return refused()
        there = shelf.remove(request.path_params["kind"], request.path_params["id"])
        return Response(status_code=204 if there else 404)

    return [
        Route("/-/objects", everything, methods=["GET"]),
        Route("/-/objects/{kind}/{id}", put, methods=["PATCH"]),
        Route("/-/objects/{kind}/{id}", remove, methods=["DELETE"]),
    ]
