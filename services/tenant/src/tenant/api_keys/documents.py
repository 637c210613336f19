"""How API keys are stored."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from chassis import OutboxEntry, StoredDocument, outbox_index
from contracts.tenant.v1 import ApiKey, ApiKeyRecord
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class ApiKeyDocument(StoredDocument, ApiKey, extra="ignore"):
    """A key, by the hash of its secret: who reads the database can't use it."""

    # Where the directory has it: made of the hash.
    directory_key: Annotated[str, Field(alias="directoryKey")]

    class Settings:
        """Each index serves the query named beside it."""

        name = "api_keys"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # list those of a tenant
            IndexModel([("tenantSlug", ASCENDING), ("_id", DESCENDING)], name="tenant_id"),
        ]

    def projections(self) -> Sequence[OutboxEntry]:
        """Publish the record that the gateway watches with every write."""
        record = ApiKeyRecord(
            id=self.id,
            name=self.name,
            scopes=self.scopes,
            tenant_slug=self.tenant_slug or "",
            expires_at=self.expires_at,
            active=self.revoked_at is None,
            version=self.version,
        )
        payload = record.dump_json().decode()
        return [OutboxEntry(kind="directory", subject=self.directory_key, payload=payload)]
