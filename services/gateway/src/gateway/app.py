"""The ASGI application: every route, inside its layers."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI

from gateway import cors, docs, problems
from gateway.cors import Cors
from gateway.door import Door
from gateway.edge import Edge
from gateway.health import Ailment, health_route
from gateway.openapi import Gateway
from gateway.routes import add_routes
from gateway.settings import Settings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build(
    settings: Settings, door: Door, *, ailment: Ailment, lifespan: Lifespan | None = None
) -> FastAPI:
    """Build the application; the docs are our own, for they must work without a CDN."""
    app = Gateway(
        title="Dezky",
        version="1.0.0",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    add_routes(app, door)
    app.router.routes.append(health_route(ailment))
    app.router.routes.append(docs.docs_route(app))
    problems.install(app)
    if settings.cors_origins:
        app.add_middleware(
            Cors,
            allow_origins=settings.cors_origins,
            allow_methods=cors.METHODS,
            allow_headers=cors.REQUEST_HEADERS,
            expose_headers=cors.ANSWER_HEADERS,
            max_age=600,
        )
    # The last added is the outermost.
    app.add_middleware(Edge, trusted_proxies=settings.trusted_proxies)
    return app
