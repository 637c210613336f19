"""What authentik's API v3 has in common (facts: A2, A8, B): its token, its pages, its words."""

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from devstack.identity.provider import provider_of

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
_NUMBER = re.compile(r"[0-9]{1,9}")
Handler = Callable[[Request], Awaitable[Response]]


def guarded(handler: Handler) -> Handler:
    """Let in who has the token; everything else is a 403, never a 401."""

    async def guard(request: Request) -> Response:
        return refusal(request) or await handler(request)

    return guard


def refusal(request: Request) -> Response | None:
    """Return why the request may not come in; nothing when it may."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return detail(403, "Authentication credentials were not provided.")
    expected = provider_of(request).settings.api_token.get_secret_value()
    if not expected or not secrets.compare_digest(token.strip().encode(), expected.encode()):
        return detail(403, "Token invalid/expired")
    return None


def detail(status: int, text: str) -> Response:
    """Return a refusal in authentik's words."""
    return JSONResponse({"detail": text}, status_code=status)


def invalid(**fields: str) -> Response:
    """Return what is wrong with which field."""
    body = {name: [words] for name, words in fields.items()} | {"code": "invalid"}
    return JSONResponse(body, status_code=400)


def listed(request: Request, found: Sequence[Any]) -> Response:
    """Return the page that was asked for, out of everything that was found."""
    query = request.query_params
    size, count = page_size(query), len(found)
    number = page(query, last=max(1, -(-count // size)))
    if number is None:
        return detail(404, "Invalid page.")
    start = (number - 1) * size
    return enveloped(found[start : start + size], count=count, page=number, size=size)


def enveloped(results: Sequence[Any], *, count: int, page: int, size: int) -> Response:
    """Return one page in its envelope: `next` and `previous` are numbers, 0 when there is none."""
    pages, start = max(1, -(-count // size)), (page - 1) * size + 1 if count else 0
    pagination = {
        "next": page + 1 if page < pages else 0,
        "previous": page - 1,
        "count": count,
        "current": page,
        "total_pages": pages,
        "start_index": start,
        "end_index": start + len(results) - 1 if results else 0,
    }
    return JSONResponse({"pagination": pagination, "results": list(results), "autocomplete": {}})


def page_size(query: QueryParams) -> int:
    """Return how many are asked for; larger pages are capped silently."""
    return min(_number(query.get("page_size", "")), MAX_PAGE_SIZE) or DEFAULT_PAGE_SIZE


def page(query: QueryParams, *, last: int) -> int | None:
    """Return which page is asked for; None when there is no such page."""
    number = _number(query.get("page", "1"))
    return number if 1 <= number <= last else None


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0
