"""GET /application/o/authorize/: authorization code with PKCE (RFC 6749 §4.1, RFC 7636)."""

import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from devstack.identity.applications import Application, find_application
from devstack.identity.grants import Grant
from devstack.identity.pages import refusal, render
from devstack.identity.parameters import Refused, once
from devstack.identity.provider import Provider, provider_of
from devstack.identity.redirects import is_allowed, with_answer
from devstack.identity.scopes import known_scopes
from devstack.identity.sessions import Session

PATH = "/application/o/authorize/"
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # RFC 7636 §4.2: a SHA-256 in base64url


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose answer may be sent to its redirect address."""

    application: Application
    redirect_uri: str
    parameters: dict[str, str]


async def authorize(request: Request) -> Response:
    """Send to the login page, answer the application, or explain a refusal here."""
    provider = provider_of(request)
    try:
        asked = _addressee(request)
    except Refused as refused:
        # RFC 6749 §4.1.2.1: never redirect to an address that is not the client's.
        return refusal("This sign-in link is broken", refused.description)
    try:
        _check(asked.parameters)
        return _answer(asked, provider=provider, request=request)
    except Refused as refused:
        answer = {"error": refused.error, "error_description": refused.description}
        return _redirect(asked, answer, provider=provider)


def _addressee(request: Request) -> Asked:
    parameters = once(request.query_params.multi_items())
    application = find_application(parameters.get("client_id", ""))
    if application is None:
        raise Refused("invalid_request", "No application has this client_id.")
    redirect_uri = parameters.get("redirect_uri", "")
    if not is_allowed(redirect_uri):
        raise Refused(
            "invalid_request",
            "The redirect_uri must be an http(s) address on this machine: localhost,"
            " *.localhost or a loopback address, any port.",
        )
    return Asked(application, redirect_uri, parameters)


def _check(parameters: dict[str, str]) -> None:
    if "request" in parameters or "request_uri" in parameters:
        name = "request" if "request" in parameters else "request_uri"
        raise Refused(f"{name}_not_supported", "Request objects are not supported.")
    if parameters.get("response_type") != "code":
        raise Refused("unsupported_response_type", "Only response_type=code is supported.")
    if parameters.get("response_mode", "query") != "query":
        raise Refused("invalid_request", "Only response_mode=query is supported.")
    if parameters.get("code_challenge_method", "plain") != "S256":
        raise Refused("invalid_request", "PKCE is required: code_challenge_method=S256.")
    if not CHALLENGE.fullmatch(parameters.get("code_challenge", "")):
        raise Refused("invalid_request", "The code_challenge must be 43 base64url characters.")
    max_age = parameters.get("max_age", "0")
    if not max_age.isascii() or not max_age.isdigit():
        raise Refused("invalid_request", "max_age must be a number of seconds.")
    prompts = parameters.get("prompt", "").split()
    if "none" in prompts and len(prompts) > 1:
        raise Refused("invalid_request", "prompt=none stands alone.")


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
