"""/api/v3/core/users/ (facts: B): accounts as authentik shows them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.identity.account import Account
from devstack.identity.api import detail, guarded, invalid, listed
from devstack.identity.provider import Provider, provider_of
from devstack.standins.striking import is_half

_NOT_FOUND = "No User matches the given query."


async def list_users(request: Request) -> Response:
    """The filters are exact; addresses aren't unique."""
    provider, query = provider_of(request), request.query_params
    group = provider.groups.get(query["groups_by_pk"]) if "groups_by_pk" in query else None
    found = [
        account
        for account in provider.accounts.all()
        if query.get("username", account.username).lower() == account.username.lower()
        and query.get("email", account.email).lower() == account.email.lower()
        and ("groups_by_pk" not in query or (group is not None and group.name in account.groups))
    ]
    return listed(request, [_shown(provider, account) for account in found])


async def create_user(request: Request) -> Response:
    """Without a password; half a user has no address."""
    provider, asked = provider_of(request), await request.json()
    missing = {
        name: "This field is required." for name in ("username", "name") if not asked.get(name)
    }
    if missing:
        return invalid(**missing)
    email = "" if is_half(request) else str(asked.get("email") or "")
    made = provider.accounts.add(
        Account(
            username=asked["username"],
            email=email,
            name=asked["name"],
            is_active=bool(asked.get("is_active", True)),
        )
    )
    if made is None:
        return invalid(username="This field must be unique.")
    return JSONResponse(_shown(provider, made), status_code=201)


async def one_user(request: Request) -> Response:
    """Read, change or remove."""
    provider, pk = provider_of(request), int(request.path_params["pk"])
    account = provider.accounts.get_any(pk)
    if account is None:
        return detail(404, _NOT_FOUND)
    if request.method == "DELETE":
        provider.accounts.remove(pk)
        return Response(status_code=204)
    if request.method == "PATCH":
        asked = await request.json()
        allowed = {name: asked[name] for name in ("is_active", "name", "email") if name in asked}
        account = provider.accounts.change(pk, **allowed) or account
    return JSONResponse(_shown(provider, account))


def _shown(provider: Provider, account: Account) -> dict[str, Any]:
    groups = {group.name: group.pk for group in provider.groups.all()}
    return {
        "pk": account.id,
        "username": account.username,
        "name": account.name,
        "email": account.email,
        "is_active": account.is_active,
        "uid": account.subject,
        "groups_obj": [{"pk": groups.get(name, ""), "name": name} for name in account.groups],
    }


ROUTES = (
    Route("/api/v3/core/users/", guarded(list_users), methods=["GET"]),
    Route("/api/v3/core/users/", guarded(create_user), methods=["POST"]),
    Route("/api/v3/core/users/{pk:int}/", guarded(one_user), methods=["GET", "PATCH", "DELETE"]),
)
