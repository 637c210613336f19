"""The ASGI application that console and portal are made of."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from chassis import now
from fastapi import APIRouter, FastAPI, Request
from identity import HttpFetch, Verifier
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from web import auth, refusals, styleguide
from web.arriving import Visiting
from web.assets import Assets
from web.cookies import Cookies
from web.forms import Form
from web.gateway.offers import Offers
from web.oidc.exchange import Exchange
from web.oidc.metadata import Discovery
from web.oidc.sign_in import SignIn
from web.policy import Edge, content_policy
from web.preferences import Preferences
from web.sessions.keeper import Keeper
from web.sessions.sealing import Seal
from web.sessions.store import Store
from web.settings import WebSettings
from web.site import Look, Site
from web.templating import Templates

_CONNECTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What makes the console the console: its look, pages and folders."""

    look: Look
    routers: Sequence[APIRouter]
    # Holds `templates/` and `static/`.
    folder: Path


def build(settings: WebSettings, application: Application) -> ASGIApp:
    """Build it; everything that needs an event loop is opened when the server starts."""
    if settings.issuer is None:
        raise ValueError("an application needs an issuer")
    assets = Assets([application.folder / "static"])
    templates = Templates([application.folder / "templates"], assets)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _opened(settings, application.look, templates) as site:
            app.state.site = site
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.mount("/static", assets)
    app.add_api_route("/health", _health, methods=["GET"])
    app.add_api_route("/preferences", _prefer, methods=["POST"])
    for router in (auth.router, styleguide.router, *application.routers):
        app.include_router(router)
    refusals.install(app)
    # Around everything, the framework's own last resort included.
    policy = content_policy(issuer=settings.issuer.issuer)
    return Edge(app, policy=policy, is_secure=settings.is_secure)


@asynccontextmanager
async def _opened(settings: WebSettings, look: Look, templates: Templates) -> AsyncIterator[Site]:
    issuer = settings.issuer
    assert issuer is not None  # noqa: S101 - build() has looked
    client_id = issuer.audiences[0]
    seal = Seal(settings.secret.get_secret_value(), application=settings.service)
    store = Store(settings.sessions, seal, now=time.time)
    connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as outside,
        # Of many people: no cookie of one may go out with another's call.
        aiohttp.ClientSession(
            settings.gateway_url, connector=connector, cookie_jar=aiohttp.DummyCookieJar()
        ) as http,
    ):
        fetch = HttpFetch(outside)
        verifier = Verifier([issuer], fetch)
        sign_in = SignIn(
            store,
            Discovery(issuer, fetch, now=time.monotonic),
            Exchange(
                outside,
                client_id=client_id,
                client_secret=settings.client_secret.get_secret_value(),
                now=time.time,
            ),
            verifier,
            client_id=client_id,
            redirect_uri=f"{settings.public_url}{auth.CALLBACK}",
        )
        keeper = Keeper(
            store,
            sign_in.refresh,
            idle_seconds=settings.idle_seconds,
            session_seconds=settings.session_seconds,
            now=time.time,
        )
        offers = Offers(http, now=time.monotonic)
        try:
            yield Site(
                settings=settings,
                look=look,
                cookies=Cookies(settings),
                templates=templates,
                http=http,
                offers=offers,
                store=store,
                keeper=keeper,
                sign_in=sign_in,
                now=now,
            )
        finally:
            await offers.aclose()
            await verifier.aclose()
            store.close()


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _prefer(visit: Visiting) -> Response:
    """Keep how pages shall look, and show the same page again."""
    form: Form = await visit.form()
    wanted = Preferences.read(f"theme={form.value('theme')}&zone={form.value('zone')}")
    response = RedirectResponse(auth.onward_of(visit.request), 303)
    cookies = visit.site.cookies
    cookies.put(response, cookies.preferences, wanted.write(), lasting=True)
    return response
