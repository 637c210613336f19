"""The ASGI application: every route, inside its layers."""

import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cache, partial
from typing import TextIO

from chassis.files import files_at
from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.applications import Starlette
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway import docs, problems
from gateway.access_log import AccessLog, utc_now
from gateway.cors import cors
from gateway.dispatch import Dispatch
from gateway.door import Door
from gateway.downloads import download_routes
from gateway.edge import Edge
from gateway.following.routes import following_routes
from gateway.health import Ailment, health_route
from gateway.local_routes import LocalRoute
from gateway.ofrep.routes import ofrep_routes
from gateway.openapi import Described
from gateway.routes import RpcRoute, add_routes
from gateway.settings import Settings
from gateway.status.routes import status_routes

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class Gateway(Described):
    """FastAPI without the layers that the edge makes superfluous."""

    def __init__(
        self, settings: Settings, *, access_log: AccessLog, lifespan: Lifespan | None
    ) -> None:
        """Our own docs, for they must work without a CDN."""
        super().__init__(
            title="Dezky",
            version="1.0.0",
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            lifespan=lifespan,
        )
        self._settings = settings
        self._access_log = access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Past FastAPI's own telemetry: the edge spans and measures each request already."""
        if scope["type"] == "http":
            await Starlette.__call__(self, scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        """Return the layers, outermost last: failures are told, bodies counted, by our own."""
        app: ASGIApp = AsyncExitStackMiddleware(self.router)
        app = ExceptionMiddleware(app, handlers=self.exception_handlers)
        app = Dispatch(app, (one for one in self.routes if isinstance(one, RpcRoute | LocalRoute)))
        if self._settings.cors_origins:
            app = cors(app, origins=self._settings.cors_origins)
        return Edge(
            app,
            trusted_proxies=self._settings.trusted_proxies,
            access_log=self._access_log,
        )


def build(
    settings: Settings,
    door: Door,
    *,
    ailment: Ailment,
    lifespan: Lifespan | None = None,
    stream: TextIO | None = None,
) -> FastAPI:
    """Build the application; its access log goes to `stream`, standard output when left out."""
    access_log = AccessLog(stream or sys.stdout, settings, clock=utc_now)
    app = Gateway(settings, access_log=access_log, lifespan=lifespan)
    add_routes(app, door)
    app.router.routes.append(health_route(ailment))
    app.router.routes.extend(status_routes(door, metrics_access=settings.metrics_access))
    app.router.routes.extend(following_routes(door))
    app.router.routes.extend(ofrep_routes(door, secret=settings.stream_secret))
    open_store = cache(partial(files_at, settings.exports_url))
    app.router.routes.extend(download_routes(door, open_store=open_store))
    app.router.routes.append(docs.docs_route(app))
    problems.install(app)
    return app
