"""Two small applications over the real identity provider and a gateway that tells what it got."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx2
import pytest
from contracts.tenant.v1 import GetMeRequest, UserServiceClient
from devstack.accounts import account
from devstack.forms import first_form
from devstack.ports import free_port
from devstack.serving import served
from fastapi import APIRouter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from web import Application, Look, Visiting, WebSettings, build

HERE = Path(__file__).parent


class Gateway:
    """Answers /me with a problem or a person, and remembers the headers."""

    def __init__(self) -> None:
        self.headers: list[dict[str, str]] = []
        self.refusals: list[tuple[int, str]] = []

    async def me(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        if self.refusals:
            status, reason = self.refusals.pop(0)
            problem = {"status": status, "reason": reason, "detail": "said the gateway"}
            return JSONResponse(problem, status_code=status)
        person = {
            "id": "01a214ac-b87c-759f-b43f-5e32437d5d20",
            "createdAt": "2026-11-25T12:00:00Z",
            "updatedAt": "2026-11-25T12:00:00Z",
        }
        return JSONResponse({"user": person, "audience": "dezky-operator"})

    async def openapi(self, _request: Request) -> Response:
        return JSONResponse({"paths": {"/me": {"get": {}}}})


@pytest.fixture(scope="session")
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    routes = [Route("/me", gateway.me), Route("/openapi.json", gateway.openapi)]
    with served(Starlette(routes=routes)) as gateway.url:
        yield gateway


router = APIRouter()


@router.get("/")
@router.get("/page")
async def page(visit: Visiting) -> Response:
    await UserServiceClient(visit.gateway).get_me(GetMeRequest())
    return PlainTextResponse(f"{visit.session.email} {visit.session.form_token}")


@router.post("/change")
async def change(visit: Visiting) -> Response:
    await visit.form()
    return visit.go("/page")


async def _frame(_visit):
    return {}


def _application(name: str, client: str, gateway: Gateway, layout):
    port = free_port()

    class Settings(WebSettings):
        service = name
        description = "under test"

    settings = Settings(
        port=port,
        public_url=f"http://localhost:{port}",
        gateway_url=gateway.url,
        issuer={"issuer": layout.issuer(client), "audiences": [client]},
        secret=f"{name} {'s' * 32}",
    )
    look = Look(title=name, audience="Tests.", needed="Ask a test.", frame=_frame, admit=_frame)
    return build(settings, Application(look=look, routers=[router], folder=HERE)), port


@pytest.fixture(scope="session")
def console(gateway, identity_provider) -> Iterator[str]:
    app, port = _application("console", "dezky-operator", gateway, identity_provider.layout)
    with served(app, port) as url:
        yield url


@pytest.fixture(scope="session")
def portal(gateway, identity_provider) -> Iterator[str]:
    app, port = _application("portal", "dezky-portal", gateway, identity_provider.layout)
    with served(app, port) as url:
        yield url


@pytest.fixture
def browser() -> Iterator[httpx2.Client]:
    """Give a browser without scripts; it follows no redirect by itself."""
    with httpx2.Client(trust_env=False, timeout=20) as client:
        yield client


def follow(browser, response, *, until=""):
    """Follow redirects up to the one whose target begins with `until`."""
    for _ in range(12):
        target = response.headers.get("location", "")
        if not response.is_redirect or (until and target.startswith(until)):
            return response
        response = browser.get(response.url.join(target))
    raise AssertionError("redirects in circles")


def log_in(browser, page, username):
    """Fill the identity provider's form in and send it."""
    form = first_form(page.text)
    assert form is not None, page.text
    person = account(username)
    fields = form.fields | {"username": person.username, "password": person.password}
    return browser.post(page.url.join(form.action), data=fields)


def sign_in(browser, url, *, username="operator", path="/page"):
    """Sign in from the beginning; return the page that was asked for."""
    start = browser.get(f"{url}/auth/oidc/login", params={"onward": path})
    page = follow(browser, start)
    return follow(browser, log_in(browser, page, username))


@pytest.fixture
def acts():
    """Give what browsers do."""
    return SimpleNamespace(follow=follow, log_in=log_in, sign_in=sign_in)
