"""Every query about schemas of actions; nothing else touches the collection."""

from collections.abc import Callable, Sequence
from datetime import datetime

from chassis import Outbox, OutboxEntry
from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError

from audit.schemas.documents import SchemaDocument
from audit.schemas.rules import ActionSchemaNotFound, PublishedMeanwhile

Decide = Callable[[SchemaDocument], Sequence[OutboxEntry]]
_SHOWN = {"outbox": 0}


class SchemaStore:
    """Schemas in MongoDB; they belong to the platform, not to a tenant."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def add(self, schema: SchemaDocument, entries: Sequence[OutboxEntry]) -> None:
        """Store a new version."""
        try:
            await self._outbox.insert(schema, entries)
        except DuplicateKeyError:
            raise PublishedMeanwhile(
                f"Version {schema.number} of {schema.action} was published a moment ago."
            ) from None

    async def versions_in_all(self, action: str) -> list[SchemaDocument]:
        """Return every version of an action's schema, the first first."""
        collection = SchemaDocument.get_pymongo_collection()
        rows = await collection.find({"action": action}, _SHOWN).sort("number", ASCENDING).to_list()
        return [SchemaDocument.read_stored(row) for row in rows]

    async def changed_in_all(self, since: datetime) -> list[SchemaDocument]:
        """Return the versions that were published or retired since then."""
        collection = SchemaDocument.get_pymongo_collection()
        rows = await collection.find({"changedAt": {"$gt": since}}, _SHOWN).to_list()
        return [SchemaDocument.read_stored(row) for row in rows]

    async def change_latest_in_all(self, action: str, decide: Decide) -> SchemaDocument:
        """Load the latest version, decide, save."""

        async def load() -> SchemaDocument:
            collection = SchemaDocument.get_pymongo_collection()
            found = await collection.find_one({"action": action}, sort=[("number", DESCENDING)])
            if found is None:
                raise ActionSchemaNotFound(f"{action} has no schema.")
            return SchemaDocument.read_stored(found)

        return await self._outbox.change(load, decide)
