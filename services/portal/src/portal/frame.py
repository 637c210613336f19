"""What stands around every page: the person's tenants, and where to go in this one."""

from collections.abc import Mapping
from typing import Any

from contracts.tenant.v1 import GetMeRequest, UserServiceClient
from web import Visit

from portal.navigation import PLACES, current
from portal.standing import Standing


async def show(visit: Visit) -> Mapping[str, Any]:
    """Return the frame's values: one call, beside the page's own."""
    me = (await UserServiceClient(visit.gateway).get_me(GetMeRequest())).user
    standing = Standing(me, slug=visit.request.path_params.get("slug", ""))
    places = [one for one in PLACES if standing.is_admin or not one.for_admins]
    return {
        "standing": standing,
        "places": places if standing.role else [],
        "current": current(visit.request.url.path, slug=standing.slug),
    }


async def admit(visit: Visit) -> object:
    """Every customer may see who they are."""
    return await visit.frame()
