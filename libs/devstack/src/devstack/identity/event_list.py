"""GET /api/v3/events/events/ as authentik answers it (facts: A1, A2, A8)."""

import json
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from devstack.identity.api import detail, enveloped, page, page_size
from devstack.identity.provider import provider_of
from devstack.identity.store import Store

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


async def list_events(request: Request) -> Response:
    """The newest first, unless asked otherwise."""
    store, query = provider_of(request).store, request.query_params
    condition, values = _condition(query)
    counted = store.one(f"SELECT COUNT(*) AS n FROM events WHERE {condition}", values)  # noqa: S608
    count, size = counted["n"] if counted is not None else 0, page_size(query)
    number = page(query, last=max(1, -(-count // size)))
    if number is None:
        return detail(404, "Invalid page.")
    window = {"limit": size, "offset": (number - 1) * size}
    results = _results(store, condition, values | window, order=_order(query))
    return enveloped(results, count=count, page=number, size=size)


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


def _results(store: Store, condition: str, values: dict[str, Any], *, order: str) -> list[Any]:
    rows = store.all(
        f"SELECT content FROM events WHERE {condition} ORDER BY {order}"  # noqa: S608 - no input
        " LIMIT :limit OFFSET :offset",
        values,
    )
    return [json.loads(row["content"]) for row in rows]
