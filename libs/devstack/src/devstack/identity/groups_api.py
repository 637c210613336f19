"""/api/v3/core/groups/, /core/applications/ and /policies/bindings/ (facts: B)."""

import json
import uuid
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.identity.api import detail, guarded, invalid, listed
from devstack.identity.applications import APPLICATIONS
from devstack.identity.groups import Binding, Group
from devstack.identity.provider import provider_of
from devstack.standins.striking import is_half

_NOT_FOUND = "No Group matches the given query."
# An application that only has members, and no issuer here: the file server's.
_OTHERS = {"dezky-files": "Dezky files"}


async def list_groups(request: Request) -> Response:
    """The filter is exact."""
    name = request.query_params.get("name", "")
    found = [one for one in provider_of(request).groups.all() if name in {"", one.name}]
    return listed(request, [_shown(group) for group in found])


async def create_group(request: Request) -> Response:
    """A name that is taken is refused; half a group has no attributes."""
    groups, asked = provider_of(request).groups, await request.json()
    name = str(asked.get("name") or "")
    if not name:
        return invalid(name="This field is required.")
    if groups.named(name) is not None:
        return invalid(name="This field must be unique.")
    attributes = {} if is_half(request) else asked.get("attributes", {})
    made = groups.save(Group(pk=str(uuid.uuid4()), name=name, attributes=attributes))
    return JSONResponse(_shown(made), status_code=201)


async def one_group(request: Request) -> Response:
    """Read, change or remove."""
    provider = provider_of(request)
    group = provider.groups.get(request.path_params["pk"])
    if group is None:
        return detail(404, _NOT_FOUND)
    if request.method == "DELETE":
        provider.groups.remove(group)
        provider.accounts.forget_group(group.name)
        return Response(status_code=204)
    if request.method == "PATCH":
        asked = await request.json()
        group = provider.groups.save(
            replace(group, attributes=asked.get("attributes", group.attributes))
        )
    return JSONResponse(_shown(group))


async def change_membership(request: Request) -> Response:
    """Adding is idempotent, as is removing."""
    provider = provider_of(request)
    group = provider.groups.get(request.path_params["pk"])
    account = provider.accounts.get_any(int((await request.json()).get("pk", 0)))
    if group is None or account is None:
        return detail(404, _NOT_FOUND)
    others = [name for name in account.groups if name != group.name]
    is_added = request.path_params["verb"] == "add_user"
    provider.accounts.change(account.id, groups=json.dumps([*others, *[group.name] * is_added]))
    return Response(status_code=204)


async def list_applications(request: Request) -> Response:
    """Those that people sign in to, and one more."""
    return listed(request, [_application(slug, name) for slug, name in _applications().items()])


async def one_application(request: Request) -> Response:
    """By slug."""
    slug = request.path_params["slug"]
    if slug not in _applications():
        return detail(404, "No Application matches the given query.")
    return JSONResponse(_application(slug, _applications()[slug]))


async def list_bindings(request: Request) -> Response:
    """Of one application, or all."""
    target = request.query_params.get("target", "")
    found = provider_of(request).groups.bindings(target=target)
    return listed(request, [_binding(one) for one in found])


async def create_binding(request: Request) -> Response:
    """An application's key is asked for, not its slug."""
    provider, asked = provider_of(request), await request.json()
    keys = {key_of(slug) for slug in _applications()}
    if asked.get("target") not in keys or provider.groups.get(str(asked.get("group"))) is None:
        return invalid(target="Invalid pk - object does not exist.")
    if "order" not in asked:
        return invalid(order="This field is required.")
    made = provider.groups.bind(target=asked["target"], group=asked["group"])
    return JSONResponse(_binding(made), status_code=201)


async def remove_binding(request: Request) -> Response:
    """By key."""
    there = provider_of(request).groups.unbind(request.path_params["pk"])
    return Response(status_code=204) if there else detail(404, "No binding.")


def key_of(slug: str) -> str:
    """Return the key of an application, the same on every machine."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, slug))


def _applications() -> dict[str, str]:
    return {one.slug: one.name for one in APPLICATIONS} | _OTHERS


def _application(slug: str, name: str) -> dict[str, Any]:
    return {"pk": key_of(slug), "slug": slug, "name": name}


def _binding(one: Binding) -> dict[str, Any]:
    return {"pk": one.pk, "target": one.target, "group": one.group, "order": 0, "enabled": True}


def _shown(group: Group) -> dict[str, Any]:
    return {
        "pk": group.pk,
        "name": group.name,
        "is_superuser": group.is_superuser,
        "attributes": group.attributes,
    }


ROUTES = (
    Route("/api/v3/core/groups/", guarded(list_groups), methods=["GET"]),
    Route("/api/v3/core/groups/", guarded(create_group), methods=["POST"]),
    Route("/api/v3/core/groups/{pk}/", guarded(one_group), methods=["GET", "PATCH", "DELETE"]),
    Route("/api/v3/core/groups/{pk}/{verb:str}/", guarded(change_membership), methods=["POST"]),
    Route("/api/v3/core/applications/", guarded(list_applications)),
    Route("/api/v3/core/applications/{slug}/", guarded(one_application)),
    Route("/api/v3/policies/bindings/", guarded(list_bindings), methods=["GET"]),
    Route("/api/v3/policies/bindings/", guarded(create_binding), methods=["POST"]),
    Route("/api/v3/policies/bindings/{pk}/", guarded(remove_binding), methods=["DELETE"]),
)
