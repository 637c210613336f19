"""Finds in authentik what belongs to a tenant; changes nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenant.provisioning.authentik.api import BINDINGS, GROUPS, USERS, Api
from tenant.provisioning.authentik.wants import (
    BINDING,
    EMAIL,
    GROUP,
    MARK,
    MEMBER,
    USER,
    group_name,
)
from tenant.provisioning.failures import Ambiguous, OwnedByAnother, Refused
from tenant.provisioning.integration import Known
from tenant.provisioning.items import ACCESS, CLOSED, OPEN, Item
from tenant.provisioning.target import Target

_User = Mapping[str, Any]


class Finder:
    """By the keys we remember first, by names and addresses else: so what is there is adopted."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def group(self, target: Target) -> Item | None:
        """Return the tenant's group; refuse one that it would be dangerous to put people into."""
        name = group_name(target.slug)
        found = await self._api.find(GROUPS, name=name, include_users="false")
        groups = [group for group in found if group.get("name") == name]
        if len(groups) > 1:
            raise Ambiguous(f"authentik has {len(groups)} groups {name}.")
        if not groups:
            return None
        (group,) = groups
        mark = (group.get("attributes") or {}).get(MARK)
        if mark not in {None, target.tenant_id}:
            raise OwnedByAnother(f"The group {name} belongs to another tenant.")
        if group.get("is_superuser"):
            raise Refused(f"The group {name} is one of superusers: nobody is put into it.")
        return Item(GROUP, target.slug, str(group["pk"]), {MARK: mark}, raw=group)

    async def members(self, group: Item, known: Known) -> list[Item]:
        """Return the members of the group, each as a user and as a membership."""
        names = {one.external_id: one.key for one in known.values() if one.kind == USER}
        items = []
        for user in await self._api.find(
            USERS, groups_by_pk=group.external_id, include_groups="false"
        ):
            key = names.get(str(user["pk"])) or _address(user)
            items += [_item(key, user), Item(MEMBER, key, str(user["pk"]))]
        return items

    async def user(self, email: str, known: Known) -> Item | None:
        """Return a person's user: one that we know, or one whose name or address is theirs."""
        held = known.get((USER, email))
        if held and held.external_id:
            user = await self._api.get(f"{USERS}{held.external_id}/")
            if user is not None:
                return _item(email, user)
        found = await self._api.find(USERS, username=email, include_groups="false")
        if not found:
            found = await self._api.find(USERS, email=email, include_groups="false")
        if len(found) > 1:
            raise Ambiguous(f"authentik has {len(found)} users with the address {email}.")
        return _item(email, found[0]) if found else None

    async def bindings(self, group: Item, targets: Mapping[str, str]) -> Sequence[Item]:
        """Return the group's bindings to applications; repeated ones under names of their own."""
        items = []
        for application, target in targets.items():
            found = await self._api.find(BINDINGS, target=target)
            mine = sorted(str(one["pk"]) for one in found if _group(one) == group.external_id)
            items += [
                Item(BINDING, f"{application}#{number}" if number else application, key)
                for number, key in enumerate(mine)
            ]
        return items


def _item(key: str, user: _User) -> Item:
    access = OPEN if user.get("is_active") else CLOSED
    facts = {ACCESS: access, EMAIL: user.get("email") or ""}
    return Item(USER, key, str(user["pk"]), facts)


def _address(user: _User) -> str:
    return str(user.get("email") or user.get("username") or user["pk"]).lower()


def _group(binding: Mapping[str, Any]) -> str:
    return str(binding.get("group") or "")
