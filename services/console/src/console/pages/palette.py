"""The palette: what a few letters may mean."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from contracts.faults import Fault
from contracts.flag.v1 import FlagServiceClient, ListFlagsRequest
from contracts.partner.v1 import ListPartnersRequest, PartnerServiceClient
from contracts.tenant.v1 import (
    ListTenantsRequest,
    ListUsersRequest,
    MemberServiceClient,
    TenantServiceClient,
    User,
)
from fastapi import APIRouter
from starlette.responses import Response
from web import Visit, Visiting
from web.rendering import rendered

from console.navigation import PLACES

router = APIRouter()
_MOST = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette."""

    kind: str
    name: str
    href: str
    icon: str
    note: str = ""


ACTIONS = (
    Hit("Action", "Create a tenant", "/tenants/new", "plus"),
    Hit("Action", "Create a partner", "/partners/new", "plus"),
    Hit("Action", "Create a flag", "/flags/new", "plus"),
    Hit("Action", "Import flags from a file", "/flags/file", "flags"),
    Hit("Page", "Whom failures hit", "/infrastructure/tenants", "infrastructure"),
    Hit("Action", "Look at dead letters", "/ingest/dead-letters", "ingest"),
    Hit("Action", "Plan maintenance", "/infrastructure/maintenance/new", "clock"),
    Hit("Action", "Open an incident", "/infrastructure/incidents/new", "warn"),
)


@router.get("/palette")
async def show_palette(visit: Visiting, q: str = "") -> Response:
    """Answer with a page, or with options for the dialog; a part that fails leaves a gap."""
    words = q.strip()[:100]
    found = await _objects(visit, words) if words else []
    hits = [*_places(words), *found] if not words else [*found, *_places(words)]
    if "HX-Request" in visit.request.headers:
        html = visit.site.templates.render("palette/options.html", {"hits": hits, "q": words})
        return rendered(html, visit, 200)
    return await visit.page("palette/page.html", hits=hits, q=words)


def _places(words: str) -> Iterator[Hit]:
    pages = (Hit("Page", place.name, place.path, place.icon, f"g {place.key}") for place in PLACES)
    for hit in (*pages, *ACTIONS):
        if all(word in hit.name.lower() for word in words.lower().split()):
            yield hit


async def _objects(visit: Visit, words: str) -> Sequence[Hit]:
    ask, gateway = visit.attempt, visit.gateway
    tenants, flags, partners, people = await asyncio.gather(
        ask(TenantServiceClient(gateway).list_tenants(ListTenantsRequest(q=words, limit=_MOST))),
        ask(FlagServiceClient(gateway).list_flags(ListFlagsRequest(q=words, limit=_MOST))),
        ask(PartnerServiceClient(gateway).list_partners(ListPartnersRequest(limit=200))),
        ask(MemberServiceClient(gateway).list_users(ListUsersRequest(q=words, limit=_MOST))),
    )
    hits: list[Hit] = []
    if not isinstance(tenants, Fault):
        hits += [
            Hit("Tenant", one.name, f"/tenants/{one.slug}", "tenants", one.slug)
            for one in tenants.items
        ]
    if not isinstance(partners, Fault):
        named = (item.partner for item in partners.items)
        hits += [
            Hit("Partner", one.name, f"/partners/{one.slug}", "partners", one.slug)
            for one in named
            if _fits(words, f"{one.name} {one.slug}")
        ][:_MOST]
    if not isinstance(flags, Fault):
        hits += [
            Hit("Flag", one.key, f"/flags/{one.key}", "flags", one.state) for one in flags.items
        ]
    if not isinstance(people, Fault):
        hits += [
            Hit("Person", one.name or one.email, _of(one), "person", one.email)
            for one in people.items
        ]
    return hits


def _of(user: User) -> str:
    """Return where a person is shown: at their tenant, else on the timeline."""
    if user.memberships:
        return f"/tenants/{user.memberships[0].tenant_slug}/users"
    return f"/audit?actorEmail={quote(user.email)}"


def _fits(words: str, text: str) -> bool:
    return all(word in text.lower() for word in words.lower().split())
