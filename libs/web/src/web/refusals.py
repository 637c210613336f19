"""Faults as pages: what happened, what to do, and the request's id."""

from http import HTTPStatus

import structlog
from contracts.faults import Fault, Forbidden, Internal, NotFound, Unauthenticated
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from web import auth
from web.faults import PageNotFound, SignInRequired
from web.site import Site

log = structlog.get_logger()

# Then the person has no business here any more: the session ends.
_SHUT_OUT = frozenset(
    {"operator_revoked", "operator_token_required", "user_deactivated", "portal_token_required"}
)
_TITLES = {
    HTTPStatus.FORBIDDEN: "You may not see this",
    HTTPStatus.NOT_FOUND: "There is nothing here",
    HTTPStatus.CONFLICT: "This can't be done now",
    HTTPStatus.PRECONDITION_FAILED: "Somebody was faster",
    HTTPStatus.UNPROCESSABLE_ENTITY: "This can't be read",
    HTTPStatus.TOO_MANY_REQUESTS: "Too much at once",
    HTTPStatus.SERVICE_UNAVAILABLE: "Part of the platform does not answer",
    HTTPStatus.GATEWAY_TIMEOUT: "The answer took too long",
}


def install(app: FastAPI) -> None:
    """Show every fault, the framework's own among them."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Fault)  # noqa: S101 - what it is registered for
        return refusal(request, error)

    async def by_framework(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.status_code != HTTPStatus.NOT_FOUND:
            fault = Fault(str(error.detail), reason="refused")
            fault.status = error.status_code
            return refusal(request, fault)
        return refusal(request, PageNotFound(f"There is no page {request.url.path[:200]}."))

    async def failed(request: Request, error: Exception) -> Response:
        log.error("request_failed", exc_info=error, request_id=request.state.request_id)
        return refusal(request, Internal("Something went wrong on our side; it was logged."))

    app.add_exception_handler(Fault, refused)
    app.add_exception_handler(HTTPException, by_framework)
    app.add_exception_handler(RequestValidationError, by_framework)
    app.add_exception_handler(Exception, failed)


def refusal(request: Request, fault: Fault) -> Response:
    """Lead to the sign-in, or show what is wrong; to htmx only a notice."""
    if isinstance(fault, SignInRequired):
        return auth.to_sign_in(request, fault)
    if isinstance(fault, Unauthenticated):
        return auth.to_sign_in(request, SignInRequired("Sign in to go on."))
    site: Site = request.app.state.site
    is_shut_out = isinstance(fault, Forbidden) and fault.reason in _SHUT_OUT
    name = site.cookies.read(request, site.cookies.session)
    session = site.keeper.end(name) if is_shut_out else site.keeper.find(name)
    is_part = "HX-Request" in request.headers
    html = site.templates.render(
        "pages/notice.html" if is_part else "pages/refusal.html",
        {
            "site": site,
            "fault": fault,
            "title": _title(fault),
            "is_shut_out": is_shut_out,
            "email": session.email if session else "",
            "request_id": request.state.request_id,
            "may_retry": request.method == "GET" and not isinstance(fault, Forbidden | NotFound),
            "address": auth.onward_of(request),
            "start": auth.START,
        },
    )
    response = HTMLResponse(html, status_code=fault.status)
    if is_shut_out:
        if is_part:
            response.headers["HX-Redirect"] = auth.onward_of(request)
        else:
            site.cookies.drop(response, site.cookies.session)
    return response


def _title(fault: Fault) -> str:
    if fault.status in _TITLES:
        return _TITLES[HTTPStatus(fault.status)]
    return "Something went wrong" if fault.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "Refused"
