"""{issuer}end-session/ (OpenID Connect RP-Initiated Logout 1.0)."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from devstack.identity.applications import Application
from devstack.identity.pages import refusal, render
from devstack.identity.parameters import Refused, form_of, once
from devstack.identity.provider import Provider, provider_of
from devstack.identity.redirects import is_allowed, with_answer


async def end_session(request: Request) -> Response:
    """End the session that the ID token came of, and its refresh tokens."""
    provider = provider_of(request)
    application = provider.application(request)
    if application is None:
        return refusal("No such application", "Nothing is known under this address.", status=404)
    try:
        parameters = await _parameters(request)
        sid = _session_id(parameters, application=application, provider=provider)
        target = _target(parameters)
    except Refused as refused:
        return refusal("You are still signed in", refused.description)
    response: Response = RedirectResponse(target, 302) if target else render("signed_out.html")
    session = provider.sessions.get(sid)
    if session is not None:
        provider.events.signed_out(session.account, request=request)
    provider.sessions.end(sid)
    provider.refresh_tokens.revoke(sid=sid)
    provider.sessions.forget(sid, request=request, response=response)
    return response


async def _parameters(request: Request) -> dict[str, str]:
    if request.method == "POST":
        return await form_of(request)
    return once(request.query_params.multi_items())


def _session_id(parameters: dict[str, str], *, application: Application, provider: Provider) -> str:
    # Without a hint any page could sign anybody out by a link. An expired one will do (§2).
    claims = provider.keys.claims_of(parameters.get("id_token_hint", ""))
    if (
        claims is None
        or claims.get("iss") != provider.issuer(application)
        or parameters.get("client_id", claims["aud"]) != claims["aud"]
    ):
        raise Refused("invalid_request", "The sign-out link has no id_token_hint of this issuer.")
    return str(claims["sid"])


def _target(parameters: dict[str, str]) -> str:
    target = parameters.get("post_logout_redirect_uri", "")
    if not target:
        return ""
    if not is_allowed(target):
        raise Refused("invalid_request", "The post_logout_redirect_uri is not on this machine.")
    state = {"state": parameters["state"]} if "state" in parameters else {}
    return with_answer(target, state)
