"""Looks at a tenant's group and people in authentik, and changes them."""

from collections.abc import Sequence

from tenant.provisioning.authentik.api import APPLICATIONS, BINDINGS, GROUPS, USERS, Api
from tenant.provisioning.authentik.finder import Finder
from tenant.provisioning.authentik.wants import (
    BINDING,
    EMAIL,
    GROUP,
    MARK,
    MEMBER,
    USER,
    group_name,
    want,
)
from tenant.provisioning.failures import Refused
from tenant.provisioning.integration import Figures, Known, Seen
from tenant.provisioning.items import ACCESS, OPEN, Step, Wanted
from tenant.provisioning.target import Target

_PATHS = {GROUP: GROUPS, BINDING: BINDINGS, USER: USERS}


class Authentik:
    """A group, its bindings and its members; the users belong to people."""

    name = "authentik"
    shared = frozenset({USER})
    # Older servers have no constraint behind their check, and bindings may be repeated.
    marked = frozenset({GROUP, BINDING})

    def __init__(self, api: Api, *, applications: Sequence[str] = ()) -> None:
        self._api = api
        self._finder = Finder(api)
        self._applications = tuple(applications)
        # Slug to key; an application keeps its key as long as it lives.
        self._targets: dict[str, str] = {}

    async def see(self, target: Target, known: Known) -> Seen:
        """Find the group, its members, and everybody else by their address."""
        group = await self._finder.group(target)
        items = await self._finder.members(group, known) if group else []
        there = {item.key for item in items}
        for person in target.people:
            if person.email not in there and (user := await self._finder.user(person.email, known)):
                items.append(user)
        if group is None:
            return Seen(items, Figures(users=0))
        bindings = await self._finder.bindings(group, await self._bound())
        return Seen(
            [group, *bindings, *items],
            Figures(users=len([item for item in items if item.kind == MEMBER])),
            external_id=group.external_id,
        )

    def want(self, target: Target, seen: Seen, known: Known) -> Sequence[Wanted]:
        """Say what should be there."""
        return want(target, seen, known, applications=self._applications)

    async def carry_out(self, step: Step, target: Target, known: Known) -> str:
        """Make one change."""
        match step.kind, step.action:
            case "member", "create":
                await self._membership("add_user", known[USER, step.key].external_id, target, known)
            case "member", _:
                await self._membership("remove_user", step.external_id, target, known)
            case kind, "create":
                return str(
                    (await self._api.create(_PATHS[kind], await self._body(step, target, known)))[
                        "pk"
                    ]
                )
            case kind, "delete":
                await self._api.remove(f"{_PATHS[kind]}{step.external_id}/")
            case "group", _:
                attributes = {**(step.raw.get("attributes") or {}), MARK: target.tenant_id}
                await self._api.change(f"{GROUPS}{step.external_id}/", {"attributes": attributes})
            case _:
                body = {}
                if access := step.after(ACCESS):
                    body["is_active"] = access == OPEN
                if email := step.after(EMAIL):
                    body["email"] = email
                await self._api.change(f"{USERS}{step.external_id}/", body)
        return ""

    async def _body(self, step: Step, target: Target, known: Known) -> dict[str, object]:
        if step.kind == GROUP:
            return {"name": group_name(target.slug), "attributes": {MARK: target.tenant_id}}
        if step.kind == BINDING:
            group = known[GROUP, target.slug].external_id
            bound = (await self._bound())[step.key]
            return {"target": bound, "group": group, "order": 0, "enabled": True, "timeout": 30}
        return {
            "username": step.key,
            "email": step.key,
            "name": step.after("name"),
            "is_active": step.after(ACCESS) == OPEN,
            "type": "internal",
        }

    async def _membership(self, verb: str, user: str, target: Target, known: Known) -> None:
        group = known[GROUP, target.slug].external_id
        await self._api.call(f"{GROUPS}{group}/{verb}/", {"pk": int(user)})

    async def _bound(self) -> dict[str, str]:
        """Return the keys of the configured applications."""
        for slug in self._applications:
            if slug not in self._targets:
                application = await self._api.get(f"{APPLICATIONS}{slug}/")
                if application is None:
                    raise Refused(f"authentik has no application {slug}: mend the setting.")
                self._targets[slug] = str(application["pk"])
        return self._targets
