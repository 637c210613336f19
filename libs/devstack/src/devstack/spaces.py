"""Whose files the demo changes: somebody in a space that a tenant was provisioned with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from devstack.layout import Layout


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody in a space; oCIS knows both by ids of its own."""

    name: str
    space: str
    user: str


# Where no tenant has one: ingest says that it knows neither.
NOBODYS = Whose(
    "a space of no tenant",
    space="979039d7-d86a-49a0-8d6e-bf23f4354308",
    user="17b30e30-5b24-4d15-ab06-086d689acb59",
)


def somebodys(layout: Layout) -> Whose:
    """Return a person in the first open space of the stand-in that has one."""
    if not layout.standins_port:
        return NOBODYS
    answer = httpx2.get(f"{layout.standins_url}/-/objects", trust_env=False, timeout=20.0)
    objects = answer.raise_for_status().json()
    people = {user["id"] for user in objects["graph_user"]}
    found = (_member(drive, people) for drive in objects["drive"])
    return next((whose for whose in found if whose), NOBODYS)


def _member(drive: Mapping[str, Any], people: set[str]) -> Whose | None:
    if "deleted" in drive["root"]:
        return None
    members = [one["user"] for one in drive["permissions"] if one["user"] in people]
    space = drive["id"].rpartition("$")[2]
    return Whose(drive["name"], space=space, user=members[0]) if members else None
