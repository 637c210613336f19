"""GET /api/v3/events/events/ as authentik answers it (facts: A1, A2, A8)."""

import json
import re
import secrets
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse

from devstack.identity.provider import provider_of
from devstack.identity.store import Store

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
NUMBER = re.compile(r"[0-9]{1,9}")
# Query parameter -> condition; an unknown parameter is ignored silently, as there.
FILTERS = {
    "action": "action LIKE '%' || :action || '%'",
    "username": "username = :username",
    "client_ip": "client_ip = :client_ip",
    "search": "content LIKE '%' || :search || '%'",
}
ORDERINGS = {
    "created": "created",
    "action": "action",
    "app": "app",
    "client_ip": "client_ip",
    "user": "username",
}


async def list_events(request: Request) -> JSONResponse:
    """A bearer token opens it; everything else is a 403, never a 401."""
    provider = provider_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return _detail(403, "Authentication credentials were not provided.")
    expected = provider.settings.api_token.get_secret_value()
    if not expected or not secrets.compare_digest(token.strip().encode(), expected.encode()):
        return _detail(403, "Token invalid/expired")
    query = request.query_params
    condition, values = _condition(query)
    counted = provider.store.one(f"SELECT COUNT(*) AS n FROM events WHERE {condition}", values)  # noqa: S608
    count = counted["n"] if counted is not None else 0
    size = _page_size(query)
    pages = max(1, -(-count // size))
    page = _page(query, last=pages)
    if page is None:
        return _detail(404, "Invalid page.")
    results = _results(
        provider.store,
        condition,
        values | {"limit": size, "offset": (page - 1) * size},
        order=_order(query),
    )
    start = (page - 1) * size + 1 if count else 0
    pagination = {
        "next": page + 1 if page < pages else 0,
        "previous": page - 1,
        "count": count,
        "current": page,
        "total_pages": pages,
        "start_index": start,
        "end_index": start + len(results) - 1 if results else 0,
    }
    return JSONResponse({"pagination": pagination, "results": results, "autocomplete": {}})


def _condition(query: QueryParams) -> tuple[str, dict[str, Any]]:
    conditions, values = ["1"], dict[str, Any]()
    for name, condition in FILTERS.items():
        if query.get(name):
            conditions.append(condition)
            values[name] = query[name]
    actions = {f"action_{n}": one for n, one in enumerate(query.getlist("actions")) if one}
    if actions:
        conditions.append(f"action IN ({', '.join(f':{name}' for name in actions)})")
    return " AND ".join(conditions), values | actions


def _order(query: QueryParams) -> str:
    asked = query.get("ordering", "")
    column = ORDERINGS.get(asked.removeprefix("-"))
    if column is None:
        return "created DESC, number DESC"
    return f"{column} DESC, number DESC" if asked.startswith("-") else f"{column}, number"


def _page_size(query: QueryParams) -> int:
    return min(_number(query.get("page_size", "")), MAX_PAGE_SIZE) or DEFAULT_PAGE_SIZE


def _page(query: QueryParams, *, last: int) -> int | None:
    page = _number(query.get("page", "1"))
    return page if 1 <= page <= last else None


def _number(text: str) -> int:
    return int(text) if NUMBER.fullmatch(text) else 0


def _results(store: Store, condition: str, values: dict[str, Any], *, order: str) -> list[Any]:
    rows = store.all(
        f"SELECT content FROM events WHERE {condition} ORDER BY {order}"  # noqa: S608 - no input
        " LIMIT :limit OFFSET :offset",
        values,
    )
    return [json.loads(row["content"]) for row in rows]


def _detail(status: int, text: str) -> JSONResponse:
    return JSONResponse({"detail": text}, status_code=status)
