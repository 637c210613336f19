"""How tenants are stored."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from chassis import OutboxEntry, StoredDocument, outbox_index
from chassis.directory import tenant_key
from contracts.tenant.v1 import Tenant, TenantRecord
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from tenant.resale.spells import Spell


class TenantDocument(StoredDocument, Tenant, extra="ignore"):
    """A tenant with what only the store needs."""

    # Where resume returns to.
    suspended_from: Annotated[str | None, Field(alias="suspendedFrom")] = None
    # Beginnings of words, for the text search.
    search: list[str] = Field(default_factory=list)
    # Whose it was, the oldest first: a margin report looks back.
    spells: list[Spell] = Field(default_factory=list)

    class Settings:
        """Each index serves the query named beside it."""

        name = "tenants"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # find, list in slug order
            IndexModel([("slug", ASCENDING)], name="slug", unique=True),
            # list by status
            IndexModel([("status", ASCENDING), ("slug", ASCENDING)], name="status_slug"),
            # list by text
            IndexModel([("search", ASCENDING), ("slug", ASCENDING)], name="search_slug"),
            # a partner's tenants, and what they bring
            IndexModel([("partnerSlug", ASCENDING), ("slug", ASCENDING)], name="partner_slug"),
            # what were a partner's tenants at some time
            IndexModel([("spells.partnerSlug", ASCENDING)], name="spell"),
            # what has changed lately: keeping count
            IndexModel([("updatedAt", ASCENDING)], name="updated"),
            # a domain belongs to one tenant
            IndexModel(
                [("domains", ASCENDING)],
                name="domain",
                unique=True,
                partialFilterExpression={"domains": {"$gt": ""}},
            ),
        ]

    def projections(self) -> Sequence[OutboxEntry]:
        """Publish the directory's record with every write."""
        record = TenantRecord(
            id=self.id,
            slug=self.slug,
            name=self.name,
            status=self.status,
            plan=self.plan,
            partner_slug=self.partner_slug or "",
            domains=self.domains,
            version=self.version,
        )
        return [
            OutboxEntry(
                kind="directory",
                subject=tenant_key(self.slug),
                payload=record.dump_json().decode(),
            )
        ]
