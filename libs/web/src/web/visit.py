"""One request of a person who is signed in: who, with what, and what they get to see."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from contracts.faults import Fault, Forbidden, Unauthenticated
from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from web.forms import KEY, Form
from web.gateway.caller import AccessToken, GatewayCaller
from web.preferences import Preferences
from web.rendering import common, rendered
from web.sessions.session import Session
from web.site import Site

T = TypeVar("T")
_FLASH = "flash"
_FLASH_SECONDS = 60.0


class Visit:
    """Everything a page needs; pages import no framework beside it."""

    def __init__(self, request: Request, site: Site, *, name: str, session: Session) -> None:
        """`name` is the session's, known to its browser alone."""
        self.request = request
        self.site = site
        self.session = session
        self.preferences = Preferences.read(site.cookies.read(request, site.cookies.preferences))
        self.now: datetime = site.now()
        self._name = name
        self.gateway = GatewayCaller(
            site.http,
            token=AccessToken(session.tokens.access_token),
            renew=self._renewed,
            forwarded_for=_forwarded_for(request),
            request_id=request.state.request_id,
            seconds=site.settings.gateway_seconds,
        )
        self._frame: asyncio.Task[Mapping[str, Any]] | None = None
        if not self.part:
            # Beside the page's own calls, not after them.
            self._frame = asyncio.create_task(_patient(site.look.frame(self)))
            # The page may fail first: then nobody asks the frame how it went.
            self._frame.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def frame(self) -> Mapping[str, Any]:
        """Return what stands around the page; it is asked for once."""
        if self._frame is None:
            self._frame = asyncio.create_task(_patient(self.site.look.frame(self)))
        return await self._frame

    @property
    def part(self) -> str:
        """Name the element that htmx wants to fill; empty when a whole page is asked for."""
        headers = self.request.headers
        return headers.get("HX-Target", "") if "HX-Request" in headers else ""

    @property
    def path(self) -> str:
        """The page's address with its query: its whole state."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    async def form(self) -> Form:
        """Return what was sent; its key makes a double click count once."""
        form = Form.sent(await self.request.form(max_files=0))
        if key := form.value(KEY):
            self.gateway.use_key(key)
        return form

    async def attempt(self, asked: Awaitable[T]) -> T | Fault:
        """Return the answer, or the fault of a part without which the page is still useful."""
        try:
            return await asked
        except (Unauthenticated, Forbidden):
            raise
        except Fault as fault:
            return fault

    async def submit(self, form: Form, change: Callable[[], Awaitable[T]]) -> T | None:
        """Make the change; None when it was refused, and the form then says why."""
        try:
            return await change()
        except (Unauthenticated, Forbidden):
            raise
        except Fault as fault:
            form.refuse(fault)
            return None

    async def page(
        self, template: str, *, http_status: int = 0, form: Form | None = None, **values: Any
    ) -> HTMLResponse:
        """Show the page, or the block of it that is named like the element to be filled.

        With a form that was refused, the answer's status is the refusal's.
        """
        http_status = http_status or (form.fault.status if form and form.fault else 200)
        values |= {"form": form} if form else {}
        if not self.gateway.calls.made:
            await self.site.look.admit(self)
        templates, said = self.site.templates, {**common(self.site, self), **values}
        if self.part and templates.has_block(template, self.part):
            return rendered(templates.render_block(template, self.part, said), self, http_status)
        said |= {"frame": await self.frame(), "said": self._taken_flash(), "session": self.session}
        return rendered(templates.render(template, said), self, http_status)

    def go(self, path: str, *, say: str = "") -> Response:
        """Send the browser on after a change, with a sentence about it for the next page."""
        if say:
            self.site.store.put(
                _FLASH, f"{self._name}:{_FLASH}", say.encode(), seconds=_FLASH_SECONDS
            )
        if "HX-Request" in self.request.headers:
            return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": path})
        return RedirectResponse(path, HTTPStatus.SEE_OTHER)

    def _taken_flash(self) -> str:
        content = self.site.store.take(_FLASH, f"{self._name}:{_FLASH}")
        return content.decode() if content else ""

    async def _renewed(self) -> AccessToken:
        session = await self.site.keeper.renewed(self._name, self.session)
        self.session = session
        return AccessToken(session.tokens.access_token)


def _forwarded_for(request: Request) -> str:
    """Add the browser to the chain; the gateway walks it from our end, as far as it trusts."""
    peer = request.client.host if request.client else ""
    chain = request.headers.get("x-forwarded-for", "")
    return f"{chain}, {peer}" if chain and peer else peer or chain


async def _patient(frame: Awaitable[Mapping[str, Any]]) -> Mapping[str, Any]:
    return await frame
