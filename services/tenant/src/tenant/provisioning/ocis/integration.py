"""Looks at a tenant's space and its members in oCIS, and changes them."""

from collections.abc import Sequence
from typing import Any

from tenant.provisioning.integration import Figures, Known, Seen
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Item, Step, Wanted
from tenant.provisioning.ocis.finder import Finder, is_open
from tenant.provisioning.ocis.graph import Graph
from tenant.provisioning.ocis.wants import (
    ALIAS,
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
        self._finder = Finder(graph)
        self._creates_users = creates_users

    async def see(self, target: Target, known: Known) -> Seen:
        """Find the space by the id we know, else by its alias; and everybody's user."""
        space = await self._finder.space(target, known)
        users = {one.email: await self._finder.user(one.email, known) for one in target.people}
        items = [Item(USER, email, user) for email, user in users.items() if user]
        notes = []
        waiting = len([1 for one in target.members if not users[one.email]])
        if waiting and not self._creates_users:
            notes.append(f"{waiting} people have not signed in yet.")
        if space is None:
            return Seen(items, Figures(storage_bytes=0), note=" ".join(notes))
        held = known.get(space.name)
        if space.facts[ACCESS] == OPEN:
            items += await self._finder.members(space, users, known)
        elif target.access == "open" and not (held and held.closed):
            notes.append("Somebody else has disabled the space.")
        used = (space.raw.get("quota") or {}).get("used")
        figures = Figures(storage_bytes=int(used) if used is not None else None)
        return Seen([space, *items], figures, external_id=space.external_id, note=" ".join(notes))

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
        if is_open(step.raw):
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


def _values(step: Step) -> dict[str, Any]:
    values = {name: after for name in (NAME, ALIAS) if (after := step.after(name)) is not None}
    quota = step.after(QUOTA)
    return values | ({"quota": {"total": quota}} if quota is not None else {})
