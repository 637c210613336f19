"""The front page: what this is, who is signed in, where the applications' issuers are."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from devstack.identity.applications import APPLICATIONS
from devstack.identity.pages import refusal, render
from devstack.identity.provider import provider_of


async def show_home(request: Request) -> Response:
    """For a developer who wonders what answers on this port."""
    provider = provider_of(request)
    session = provider.sessions.current(request)
    token = provider.forms.token(request)
    issuers = [(application, provider.issuer(application)) for application in APPLICATIONS]
    response = render(
        "home.html",
        account=session.account if session is not None else None,
        issuers=issuers,
        csrf=token,
    )
    provider.forms.remember(token, response=response)
    return response


async def sign_out(request: Request) -> Response:
    """End this browser's session without an application."""
    provider = provider_of(request)
    async with request.form(max_files=0, max_fields=20) as form:
        if not provider.forms.is_own(form, request=request):
            return refusal("You are still signed in", "Cookies are off: try again.", status=403)
    response = RedirectResponse("/", 303)
    session = provider.sessions.current(request)
    if session is not None:
        provider.sessions.end(session.sid)
        provider.refresh_tokens.revoke(sid=session.sid)
        provider.events.signed_out(session.account, request=request)
        provider.sessions.forget(session.sid, request=request, response=response)
    return response
