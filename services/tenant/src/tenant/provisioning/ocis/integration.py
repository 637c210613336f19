"""Looks at a tenant's space and its members in oCIS, and changes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenant.provisioning.failures import Ambiguous
from tenant.provisioning.integration import Figures, Known, Seen
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Item, Step, Wanted
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
    want,
)
from tenant.provisioning.target import Target


class Ocis:
    """A space and its members; the users belong to people."""

    name = "ocis"
    shared = frozenset({USER})
    # A second creation makes a second space.
    marked = frozenset({SPACE})

    def __init__(self, graph: Graph, *, creates_users: bool = True) -> None:
        self._graph = graph
        self._creates_users = creates_users

    async def see(self, target: Target, known: Known) -> Seen:
        """Find the space by the id we know, else by its alias; and everybody's user."""
        drive = await self._drive(target, known)
        users = {person.email: await self._user(person.email, known) for person in target.people}
        items = [Item(USER, email, user) for email, user in users.items() if user]
        waiting = len([1 for one in target.members if not users[one.email]])
        note = f"{waiting} people have not signed in yet." if waiting else ""
        if drive is None:
            return Seen(items, Figures(storage_bytes=0), note=note)
        space = _space(target.slug, drive)
        if space.facts[ACCESS] == OPEN:
            items += await self._members(drive, users, known)
        used = (drive.get("quota") or {}).get("used")
        return Seen(
            [space, *items],
            Figures(storage_bytes=int(used) if used is not None else None),
            external_id=space.external_id,
            note="" if self._creates_users else note,
        )

    def want(self, target: Target, seen: Seen, known: Known) -> Sequence[Wanted]:
        """Say what should be there."""
        return want(target, seen, known, creates_users=self._creates_users)

    async def carry_out(self, step: Step, target: Target, known: Known) -> str:
        """Make one change."""
        match step.kind, step.action:
            case "space", "create":
                values = _values(step) | {"driveType": "project", ALIAS: alias_of(target)}
                return await self._graph.create_drive(values)
            case "space", "update":
                await self._change_space(step)
            case "space", _:
                await self._destroy_space(step)
            case "user", "create":
                name = step.after(NAME) or step.key
                values = {"displayName": name, "onPremisesSamAccountName": step.key}
                return await self._graph.create_user(values | {"mail": step.key})
            case "user", _:
                await self._graph.remove_user(step.external_id)
            case _:
                await self._change_member(step, target, known)
        return ""

    async def _change_space(self, step: Step) -> None:
        """Open first, for a closed space can't be changed."""
        if step.after(ACCESS) == OPEN:
            await self._graph.enable_drive(step.external_id)
        if values := _values(step):
            await self._graph.change_drive(step.external_id, values)
        if step.after(ACCESS) == CLOSED:
            await self._graph.disable_drive(step.external_id)

    async def _destroy_space(self, step: Step) -> None:
        """A space is purged only after it was disabled."""
        if _is_open(step.raw):
            await self._graph.disable_drive(step.external_id)
        await self._graph.purge_drive(step.external_id)

    async def _change_member(self, step: Step, target: Target, known: Known) -> None:
        drive = known[SPACE, target.slug].external_id
        if step.action == "create":
            user = known[USER, step.key].external_id
            await self._graph.invite(drive, user=user, role=step.after(ROLE))
        elif step.action == "update":
            await self._graph.change_permission(drive, step.external_id, role=step.after(ROLE))
        else:
            await self._graph.remove_permission(drive, step.external_id)

    async def _drive(self, target: Target, known: Known) -> Mapping[str, Any] | None:
        held = known.get((SPACE, target.slug))
        if held and held.external_id and (drive := await self._graph.drive(held.external_id)):
            return drive
        alias = alias_of(target)
        found = [one for one in await self._graph.drives() if one.get(ALIAS) == alias]
        if len(found) > 1:
            ids = ", ".join(str(one["id"]) for one in found)
            raise Ambiguous(f"oCIS has {len(found)} spaces for this tenant: {ids}.")
        return found[0] if found else None

    async def _user(self, email: str, known: Known) -> str:
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

    async def _members(
        self, drive: Mapping[str, Any], users: Mapping[str, str], known: Known
    ) -> list[Item]:
        """Return those members whose people we know; others are let be."""
        emails = {one.external_id: one.key for one in known.values() if one.kind == USER}
        emails |= {user: email for email, user in users.items() if user}
        items = []
        for permission in await self._graph.permissions(str(drive["id"])):
            granted = (permission.get("grantedToV2") or {}).get("user") or {}
            if email := emails.get(str(granted.get("id"))):
                role = next(iter(permission.get("roles") or []), "")
                items.append(Item(MEMBER, email, str(permission["id"]), {ROLE: role}))
        return items


def _space(slug: str, drive: Mapping[str, Any]) -> Item:
    facts = {
        NAME: drive.get("name"),
        ALIAS: drive.get(ALIAS),
        QUOTA: (drive.get("quota") or {}).get("total"),
        ACCESS: OPEN if _is_open(drive) else CLOSED,
    }
    return Item(SPACE, slug, str(drive["id"]), facts, raw=drive)


def _is_open(drive: Mapping[str, Any]) -> bool:
    return "deleted" not in (drive.get("root") or {})


def _values(step: Step) -> dict[str, Any]:
    values = {name: after for name in (NAME, ALIAS) if (after := step.after(name)) is not None}
    quota = step.after(QUOTA)
    return values | ({"quota": {"total": quota}} if quota is not None else {})
