"""Finds in oCIS what belongs to a tenant; changes nothing."""

from collections.abc import Mapping
from typing import Any

from tenant.provisioning.failures import Ambiguous
from tenant.provisioning.integration import Known
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Item
from tenant.provisioning.ocis.graph import Graph
from tenant.provisioning.ocis.wants import (
    ALIAS,
    MEMBER,
    NAME,
    QUOTA,
    ROLE,
    SPACE,
    USER,
    alias_of,
)
from tenant.provisioning.target import Target

_Drive = Mapping[str, Any]


def is_open(drive: _Drive) -> bool:
    """Say whether a space isn't disabled."""
    return "deleted" not in (drive.get("root") or {})


class Finder:
    """By the ids we remember first, by marks and addresses else: so what is there is adopted."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def space(self, target: Target, known: Known) -> Item | None:
        """Return the tenant's space, whose name others may have too."""
        drive = await self._drive(target, known)
        return _space(target.slug, drive) if drive else None

    async def user(self, email: str, known: Known) -> str:
        """Return the id of a person's user; empty when there is none."""
        held = known.get((USER, email))
        if held and held.external_id and await self._graph.user(held.external_id):
            return held.external_id
        found = [
            one
            for one in await self._graph.search_users(email)
            if email
            in {str(one.get("mail")).lower(), str(one.get("onPremisesSamAccountName")).lower()}
        ]
        if len(found) > 1:
            raise Ambiguous(f"oCIS has {len(found)} users with the address {email}.")
        return str(found[0]["id"]) if found else ""

    async def members(self, space: Item, users: Mapping[str, str], known: Known) -> list[Item]:
        """Return those members whose people we know; others are let be."""
        emails = {one.external_id: one.key for one in known.values() if one.kind == USER}
        emails |= {user: email for email, user in users.items() if user}
        items = []
        for permission in await self._graph.permissions(space.external_id):
            granted = (permission.get("grantedToV2") or {}).get("user") or {}
            if email := emails.get(str(granted.get("id"))):
                role = next(iter(permission.get("roles") or []), "")
                items.append(Item(MEMBER, email, str(permission["id"]), {ROLE: role}))
        return items

    async def _drive(self, target: Target, known: Known) -> _Drive | None:
        held = known.get((SPACE, target.slug))
        if held and held.external_id and (drive := await self._graph.drive(held.external_id)):
            return drive
        alias = alias_of(target)
        found = [one for one in await self._graph.drives() if one.get(ALIAS) == alias]
        if len(found) > 1:
            ids = ", ".join(str(one["id"]) for one in found)
            raise Ambiguous(f"oCIS has {len(found)} spaces for this tenant: {ids}.")
        return found[0] if found else None


def _space(slug: str, drive: Mapping[str, Any]) -> Item:
    facts = {
        NAME: drive.get("name"),
        ALIAS: drive.get(ALIAS),
        QUOTA: (drive.get("quota") or {}).get("total"),
        ACCESS: OPEN if is_open(drive) else CLOSED,
    }
    return Item(SPACE, slug, str(drive["id"]), facts, raw=drive)
