"""Whoever comes: a visit of somebody who is signed in, or a greeting."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.responses import HTMLResponse

from web.faults import FormNotOurs, SignInRequired
from web.forms import FORM_TOKEN
from web.sessions.session import Session
from web.site import Site
from web.visit import Visit

_SAFE = frozenset({"GET", "HEAD"})


async def visit(request: Request) -> Visit:
    """Find the session; raise SignInRequired, or FormNotOurs for somebody else's form."""
    site: Site = request.app.state.site
    name = site.cookies.read(request, site.cookies.session)
    session = await site.keeper.current(name)
    if request.method not in _SAFE:
        await check_form(request, site, session)
    await site.offers.refresh()
    return Visit(request, site, name=name, session=session)


async def check_form(request: Request, site: Site, session: Session) -> None:
    """Refuse what another site sent: by the browser's word, and by the session's token."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != urlsplit(site.settings.public_url).netloc:
        raise FormNotOurs("The form came from another site.")
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise FormNotOurs("The form came from another site.")
    token = request.headers.get("x-form-token")
    if token is None:
        token = str((await request.form(max_files=0)).get(FORM_TOKEN, ""))
    # compare_digest would be for show: a guess needs the cookie as well, and gets one answer.
    if token != session.form_token:
        raise FormNotOurs("The page was open too long: reload it and try again.")


class Greeting:
    """What somebody is shown who has not signed in yet."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def page(self, template: str, **values: Any) -> HTMLResponse:
        """Show a page that asks the gateway nothing."""
        html = self._site.templates.render(template, {"site": self._site, **values})
        return HTMLResponse(html)


async def visit_or_greeting(request: Request) -> Visit | Greeting:
    """Find the session, if there is one."""
    try:
        return await visit(request)
    except SignInRequired:
        return Greeting(request.app.state.site)


Visiting = Annotated[Visit, Depends(visit)]
# For the few pages that somebody may open before signing in.
Arriving = Annotated[Visit | Greeting, Depends(visit_or_greeting)]
