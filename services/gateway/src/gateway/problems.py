"""Refusals as HTTP answers: problem+json (RFC 9457), whoever refuses."""

from http import HTTPStatus

from contracts.faults import Fault, TooManyRequests, Unauthenticated, Unavailable
from fastapi import FastAPI
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from gateway.exchange import Exchange
from gateway.faults import MethodNotAllowed, RouteNotFound

MEDIA_TYPE = "application/problem+json"
_TOKEN_MISSING = "token_missing"  # noqa: S105 - a reason
_OPTIONAL = ("errors", "retryAfterSeconds")


def problem_response(fault: Fault, *, request_id: str) -> Response:
    """Tell a fault, with the headers that belong to its status."""
    problem = fault.problem(request_id).dump()
    shown = {name: value for name, value in problem.items() if value or name not in _OPTIONAL}
    return Response(
        to_json(shown), status_code=fault.status, headers=_headers(fault), media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Tell what the framework refuses in the same way."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
        fault = _fault(request, error)
        response = problem_response(fault, request_id=Exchange.of(request.scope).request_id)
        if isinstance(fault, MethodNotAllowed):
            response.headers["Allow"] = ", ".join(allowed_methods(app, request))
        return response

    app.add_exception_handler(HTTPException, refused)


def allowed_methods(app: FastAPI, request: Request) -> list[str]:
    """Return the methods of all routes of this path; the framework knows the first one's only."""
    methods: set[str] = set()
    for route in app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _fault(request: Request, error: HTTPException) -> Fault:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return RouteNotFound(f"There is no route {request.url.path[:200]}; see /docs.")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return MethodNotAllowed("The path has other methods: see the header Allow.")
    fault = Fault(error.detail, reason="refused")
    fault.status = error.status_code
    return fault


def _headers(fault: Fault) -> dict[str, str]:
    if isinstance(fault, Unavailable | TooManyRequests):
        return {"Retry-After": str(max(1, fault.retry_after_seconds))}
    if isinstance(fault, Unauthenticated):
        # RFC 6750 §3: no error code for who sent nothing.
        missing = fault.reason == _TOKEN_MISSING
        return {
            "WWW-Authenticate": "Bearer" if missing else 'Bearer error="invalid_token"',
        }
    return {}
