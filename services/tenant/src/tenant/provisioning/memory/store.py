"""Every query about remembered items; nothing else touches the collection."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from chassis import scoped

from tenant.provisioning.integration import Remembered
from tenant.provisioning.items import Name
from tenant.provisioning.memory.documents import RememberedDocument

SHARED = "_"
_FIELDS = {
    "external_id": "externalId",
    "ours": "ours",
    "created": "created",
    "closed": "closed",
    "intended_at": "intendedAt",
}


class MemoryStore:
    """Items by system, scope, kind and key."""

    async def of(self, integration: str, scope: str) -> list[Remembered]:
        """Return everything of one tenant in one system."""
        found = RememberedDocument.get_pymongo_collection().find(
            {**scoped(scope, by="scope"), "integration": integration}
        )
        return [_remembered(raw) for raw in await found.to_list()]

    async def shared_in_all(self, integration: str, names: Iterable[Name]) -> list[Remembered]:
        """Return these items of people."""
        ids = [_id(integration, SHARED, name) for name in names]
        found = RememberedDocument.get_pymongo_collection().find({"_id": {"$in": ids}})
        return [_remembered(raw) for raw in await found.to_list()]

    async def put(self, integration: str, scope: str, item: Remembered) -> None:
        """Keep an item as it is told."""
        values = {stored: getattr(item, name) for name, stored in _FIELDS.items()}
        identity = {"integration": integration, "scope": scope, "kind": item.kind, "key": item.key}
        await RememberedDocument.get_pymongo_collection().update_one(
            {**scoped(scope, by="scope"), "_id": _id(integration, scope, item.name)},
            {"$set": {**identity, **values, "restore": json.dumps(item.restore)}},
            upsert=True,
        )

    async def drop(self, integration: str, scope: str, name: Name) -> None:
        """Forget an item."""
        await RememberedDocument.get_pymongo_collection().delete_one(
            {**scoped(scope, by="scope"), "_id": _id(integration, scope, name)}
        )

    async def keys_in_all(self, scope: str) -> set[str]:
        """Return by which keys a tenant's items are known: addresses among them."""
        found = RememberedDocument.get_pymongo_collection().find({"scope": scope}, {"key": 1})
        return {raw["key"] for raw in await found.to_list()}

    async def drop_all(self, scope: str) -> None:
        """Forget everything of a tenant."""
        await RememberedDocument.get_pymongo_collection().delete_many({"scope": scope})


def _id(integration: str, scope: str, name: Name) -> str:
    return "|".join((integration, scope, *name))


def _remembered(raw: Mapping[str, Any]) -> Remembered:
    return Remembered(
        kind=raw["kind"],
        key=raw["key"],
        restore=json.loads(raw.get("restore") or "null"),
        **{name: raw[stored] for name, stored in _FIELDS.items() if raw.get(stored) is not None},
    )
