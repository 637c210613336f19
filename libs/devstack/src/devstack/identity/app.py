"""The routes, with authentik's addresses."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import time

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from devstack.identity import discovery, groups_api, management, pages, users_api
from devstack.identity.api import guarded
from devstack.identity.authorize import PATH as AUTHORIZE
from devstack.identity.authorize import authorize
from devstack.identity.event_list import list_events
from devstack.identity.home import show_home, sign_out
from devstack.identity.login import log_in, show_login
from devstack.identity.logout import end_session
from devstack.identity.provider import Provider
from devstack.identity.settings import Settings
from devstack.identity.token import token
from devstack.identity.userinfo import userinfo
from devstack.standins import striking
from devstack.standins.mishaps import Mishaps
from devstack.standins.striking import Striking

ROUTES = (
    Route("/", show_home),
    Route("/sign-out/", sign_out, methods=["POST"]),
    Route("/login/", show_login, methods=["GET"]),
    Route("/login/", log_in, methods=["POST"]),
    Route("/static/identity.css", pages.style),
    Route(AUTHORIZE, authorize, methods=["GET"]),
    Route("/application/o/token/", token, methods=["POST"]),
    Route("/application/o/userinfo/", userinfo, methods=["GET", "POST"]),
    Route("/application/o/{slug}/", discovery.to_configuration),
    Route(f"/application/o/{{slug}}/{discovery.WELL_KNOWN}", discovery.configuration),
    Route("/application/o/{slug}/jwks/", discovery.jwks),
    Route("/application/o/{slug}/end-session/", end_session, methods=["GET", "POST"]),
    Route("/api/v3/events/events/", guarded(list_events)),
    *groups_api.ROUTES,
    *users_api.ROUTES,
    Route("/-/health/live/", management.live),
    Route("/-/health/ready/", management.ready),
    Route("/-/rotate", management.rotate, methods=["POST"]),
    Route("/-/accounts", management.save_account, methods=["POST"]),
)


def create_app(settings: Settings, *, now: Callable[[], float] = time) -> Starlette:
    """Open the store when the server starts, close it when it ends."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        provider = Provider.build(settings, now=now)
        try:
            await provider.start()
            app.state.provider = provider
            yield
        finally:
            provider.store.close()

    mishaps = Mishaps()
    return Starlette(
        routes=(*ROUTES, *striking.routes(mishaps)),
        lifespan=lifespan,
        middleware=[Middleware(Striking, mishaps=mishaps, words=_words)],
    )


def _words(status: int) -> dict[str, str]:
    return {"detail": f"a mishap: {status}"}
