"""GET /application/o/authorize/: authorization code with PKCE (RFC 6749 §4.1, RFC 7636)."""

import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from devstack.identity.grants import Grant
from devstack.identity.pages import refusal, render
from devstack.identity.parameters import Refused
from devstack.identity.provider import Provider, provider_of
from devstack.identity.question import Asked, check, read_addressee
from devstack.identity.redirects import with_answer
from devstack.identity.scopes import known_scopes
from devstack.identity.sessions import Session

PATH = "/application/o/authorize/"


async def authorize(request: Request) -> Response:
    """Send to the login page, answer the application, or explain a refusal here."""
    provider = provider_of(request)
    try:
        asked = read_addressee(request)
    except Refused as refused:
        # RFC 6749 §4.1.2.1: never redirect to an address that is not the client's.
        return refusal("This sign-in link is broken", refused.description)
    try:
        check(asked.parameters)
        return _answer(asked, provider=provider, request=request)
    except Refused as refused:
        answer = {"error": refused.error, "error_description": refused.description}
        return _redirect(asked, answer, provider=provider)


def _answer(asked: Asked, *, provider: Provider, request: Request) -> Response:
    prompts = asked.parameters.get("prompt", "").split()
    session = provider.sessions.current(request)
    if session is None or _is_stale(session, asked, now=provider.now()):
        if "none" in prompts:
            raise Refused("login_required", "Nobody is signed in with this browser.")
        return _to_login(asked.parameters)
    if not provider.may_use(session.account, asked.application):
        if "none" in prompts:
            raise Refused("access_denied", "The account may not use this application.")
        return render(
            "forbidden.html",
            status=403,
            account=session.account,
            application=asked.application,
            login=_login_address(asked.parameters),
        )
    code = _issue(asked, session, provider=provider)
    provider.events.authorized(
        session.account,
        slug=asked.application.slug,
        name=asked.application.name,
        scopes=known_scopes(asked.parameters.get("scope", "")),
        request=request,
    )
    return _redirect(asked, {"code": code}, provider=provider)


def _is_stale(session: Session, asked: Asked, *, now: float) -> bool:
    if {"login", "select_account"} & set(asked.parameters.get("prompt", "").split()):
        return True
    max_age = asked.parameters.get("max_age")
    return max_age is not None and now - session.signed_in_at > float(max_age)


def _to_login(parameters: dict[str, str]) -> Response:
    return RedirectResponse(_login_address(parameters), 302)


def _login_address(parameters: dict[str, str]) -> str:
    # After the login the demand for one is met: kept, it would ask for ever.
    kept = {name: value for name, value in parameters.items() if name not in ("prompt", "max_age")}
    return f"/login/?{urlencode({'next': f'{PATH}?{urlencode(kept)}'})}"


def _issue(asked: Asked, session: Session, *, provider: Provider) -> str:
    grant = Grant(
        id=secrets.token_hex(16),
        client_id=asked.application.client_id,
        account_id=session.account.id,
        sid=session.sid,
        signed_in_at=session.signed_in_at,
        scopes=known_scopes(asked.parameters.get("scope", "")),
        nonce=asked.parameters.get("nonce", ""),
    )
    return provider.codes.issue(
        grant,
        redirect_uri=asked.redirect_uri,
        challenge=asked.parameters["code_challenge"],
    )


def _redirect(asked: Asked, answer: dict[str, str], *, provider: Provider) -> Response:
    # RFC 9207: the answer names its issuer, against mix-up of several.
    answer |= {"iss": provider.issuer(asked.application)}
    if "state" in asked.parameters:
        answer |= {"state": asked.parameters["state"]}
    return RedirectResponse(
        with_answer(asked.redirect_uri, answer), 302, headers={"Cache-Control": "no-store"}
    )
