"""Groups, and which applications they are bound to."""

import json
import sqlite3
import uuid
from dataclasses import dataclass, field
from typing import Any

from devstack.identity.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Accounts name the groups that they are in."""

    pk: str
    name: str
    is_superuser: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The members of a group may use an application."""

    pk: str
    # The application's key.
    target: str
    group: str


class Groups:
    """Every query about groups and bindings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Group]:
        """Return all of them, by name."""
        return [_group(row) for row in self._store.all("SELECT * FROM groups ORDER BY name")]

    def get(self, pk: str) -> Group | None:
        """By key."""
        row = self._store.one("SELECT * FROM groups WHERE pk = :pk", {"pk": pk})
        return None if row is None else _group(row)

    def named(self, name: str) -> Group | None:
        """By exact name."""
        row = self._store.one("SELECT * FROM groups WHERE name = :name", {"name": name})
        return None if row is None else _group(row)

    def save(self, group: Group) -> Group:
        """Make the group, or replace the one of that key."""
        self._store.change(
            "INSERT INTO groups (pk, name, is_superuser, attributes)"
            " VALUES (:pk, :name, :superuser, :attributes) ON CONFLICT (pk) DO UPDATE"
            " SET name = :name, is_superuser = :superuser, attributes = :attributes",
            {
                "pk": group.pk,
                "name": group.name,
                "superuser": group.is_superuser,
                "attributes": json.dumps(group.attributes),
            },
        )
        return group

    def remove(self, group: Group) -> None:
        """Its bindings and memberships go with it."""
        self._store.change("DELETE FROM bindings WHERE group_pk = :pk", {"pk": group.pk})
        self._store.change("DELETE FROM groups WHERE pk = :pk", {"pk": group.pk})

    def bindings(self, *, target: str = "") -> list[Binding]:
        """Return those of one application, or all."""
        rows = self._store.all(
            "SELECT * FROM bindings WHERE :target IN ('', target) ORDER BY rowid",
            {"target": target},
        )
        return [Binding(pk=row["pk"], target=row["target"], group=row["group_pk"]) for row in rows]

    def bind(self, *, target: str, group: str) -> Binding:
        """Make a binding; nothing keeps it from being repeated."""
        binding = Binding(pk=str(uuid.uuid4()), target=target, group=group)
        self._store.change(
            "INSERT INTO bindings (pk, target, group_pk) VALUES (:pk, :target, :group)",
            {"pk": binding.pk, "target": target, "group": group},
        )
        return binding

    def unbind(self, pk: str) -> bool:
        """Say whether there was one."""
        return self._store.change("DELETE FROM bindings WHERE pk = :pk", {"pk": pk}) > 0


def _group(row: sqlite3.Row) -> Group:
    return Group(
        pk=row["pk"],
        name=row["name"],
        is_superuser=bool(row["is_superuser"]),
        attributes=json.loads(row["attributes"]),
    )
