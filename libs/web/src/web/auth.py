"""Signing in and out."""

import secrets
from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from web.arriving import check_form
from web.faults import ProviderUnreachable, SignInRequired
from web.site import Site

log = structlog.get_logger()
router = APIRouter()
LOGIN, START, CALLBACK, LOGOUT = (
    "/auth/login",
    "/auth/oidc/login",
    "/auth/oidc/callback",
    "/auth/logout",
)


@router.get(LOGIN)
async def show_login(request: Request, onward: str = "/", *, out: bool = False) -> Response:
    """Show the one button; who is signed in goes on at once."""
    site: Site = request.app.state.site
    name = site.cookies.read(request, site.cookies.session)
    if not out and site.keeper.find(name) is not None:
        return RedirectResponse(safe_target(onward), HTTPStatus.SEE_OTHER)
    page = site.templates.render(
        "pages/login.html",
        {"site": site, "onward": safe_target(onward), "out": out, "start": START},
    )
    return HTMLResponse(page)


@router.get(START)
async def begin(request: Request, onward: str = "/", *, other: bool = False) -> Response:
    """Send the browser to the identity provider; `other` asks for another account there."""
    site: Site = request.app.state.site
    browser = site.cookies.read(request, site.cookies.browser) or secrets.token_urlsafe(24)
    prompt = "select_account" if other else ""
    target = await site.sign_in.begin(browser, onward=safe_target(onward), prompt=prompt)
    response = RedirectResponse(target, HTTPStatus.SEE_OTHER)
    # The same for all tabs: each has a sign-in of its own, known by its state.
    site.cookies.put(response, site.cookies.browser, browser)
    return response


@router.get(CALLBACK)
async def finish(request: Request) -> Response:
    """Take the identity provider's answer and start a session under a new name."""
    site: Site = request.app.state.site
    browser = site.cookies.read(request, site.cookies.browser)
    claims, tokens, onward = await site.sign_in.finish(browser, dict(request.query_params))
    site.keeper.end(site.cookies.read(request, site.cookies.session))
    response = RedirectResponse(onward, HTTPStatus.SEE_OTHER)
    site.cookies.put(response, site.cookies.session, site.keeper.begin(claims, tokens))
    log.info("signed_in", subject=claims.subject)
    return response


@router.post(LOGOUT)
async def end(request: Request) -> Response:
    """End the session here and at the identity provider."""
    site: Site = request.app.state.site
    name = site.cookies.read(request, site.cookies.session)
    session = site.keeper.find(name)
    target = farewell = f"{site.settings.public_url}{LOGIN}?out=true"
    if session is not None:
        await check_form(request, site, session)
        site.keeper.end(name)
        try:
            target = await site.sign_in.farewell(session.tokens, onward=farewell)
        except ProviderUnreachable:
            log.warning("signed_out_here_only", subject=session.subject)
    response = RedirectResponse(target, HTTPStatus.SEE_OTHER)
    site.cookies.drop(response, site.cookies.session)
    return response


def sign_in_path(*, onward: str, other: bool = False) -> str:
    """Return where a sign-in begins that leads to one of our pages; `other`: another account."""
    return f"{START}?{urlencode({'onward': onward} | ({'other': 'true'} if other else {}))}"


def safe_target(target: str) -> str:
    """Only to a page of ours: no open redirect, and none back into signing in."""
    is_ours = (
        target.startswith("/")
        and not target.startswith(("//", "/auth/", "/\\"))
        and target.isprintable()
        and "\\" not in target
    )
    return target if is_ours else "/"


def onward_of(request: Request) -> str:
    """Return where to go on after a sign-in: this page, or the one whose form was sent."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        query = f"?{request.url.query}" if request.url.query else ""
        return safe_target(f"{request.url.path}{query}")
    shown = request.headers.get("hx-current-url") or request.headers.get("referer", "")
    site: Site = request.app.state.site
    origin = site.settings.public_url
    return safe_target(shown.removeprefix(origin)) if shown.startswith(f"{origin}/") else "/"


def to_sign_in(request: Request, _required: SignInRequired) -> Response:
    """Lead there; a browser that had a session goes straight to the identity provider."""
    site: Site = request.app.state.site
    had_session = bool(site.cookies.read(request, site.cookies.session))
    path = str(request.url_for("begin" if had_session else "show_login").path)
    target = str(
        request.url.replace(path=path, query="").include_query_params(onward=onward_of(request))
    )
    target = target[target.index(path) :]
    if "HX-Request" in request.headers:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": target})
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)
