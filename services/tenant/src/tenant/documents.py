"""How tenants are stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from beanie import Document
from chassis import OutboxEntry, StoredDocument, outbox_index
from chassis.directory import tenant_key
from contracts.tenant.v1 import Tenant, TenantRecord
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from tenant.domains.proofs import Proof, followed, verified
from tenant.resale.spells import Spell


class TenantDocument(StoredDocument, Tenant, extra="ignore"):
    """A tenant with what only the store needs."""

    # What other systems said, and what is still to be done: no change of the tenant's.
    noted: ClassVar[frozenset[str]] = frozenset({"provisioning", "used", "awaitsOwner"})

    # Where resume returns to.
    suspended_from: Annotated[str | None, Field(alias="suspendedFrom")] = None
    # Where restore returns to, and the reason there.
    deleted_from: Annotated[
        Literal["pending", "active", "suspended", "deleted", "purged"] | None,
        Field(alias="deletedFrom"),
    ] = None
    reason_before: Annotated[str | None, Field(alias="reasonBefore")] = None
    # What proves each of the domains.
    proofs: list[Proof] = Field(default_factory=list)
    # Who made it for themselves in the portal, and whether they are still to become its owner.
    founder: str | None = None
    awaits_owner: Annotated[bool | None, Field(alias="awaitsOwner")] = None
    # Beginnings of words, for the text search.
    search: list[str] = Field(default_factory=list)
    # Whose it was, the oldest first: a margin report looks back.
    spells: list[Spell] = Field(default_factory=list)
    # The name as it is sorted, whatever its case.
    sort_name: Annotated[str, Field(alias="sortName")] = ""

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
            # list by how other systems stand
            IndexModel([("provisioning", ASCENDING), ("slug", ASCENDING)], name="provisioning"),
            # list in other orders
            IndexModel([("sortName", ASCENDING), ("slug", ASCENDING)], name="name_slug"),
            IndexModel([("createdAt", ASCENDING), ("slug", ASCENDING)], name="created_slug"),
            # and what has changed lately: keeping count
            IndexModel([("updatedAt", ASCENDING), ("slug", ASCENDING)], name="updated_slug"),
            # what is due to be purged
            IndexModel([("status", ASCENDING), ("deletedAt", ASCENDING)], name="status_deleted"),
            # how many somebody has made
            IndexModel(
                [("founder", ASCENDING)],
                name="founder",
                partialFilterExpression={"founder": {"$gt": ""}},
            ),
            # whose owner is still to come
            IndexModel(
                [("awaitsOwner", ASCENDING)],
                name="awaits_owner",
                partialFilterExpression={"awaitsOwner": True},
            ),
            # a domain belongs to one tenant
            IndexModel(
                [("domains", ASCENDING)],
                name="domain",
                unique=True,
                partialFilterExpression={"domains": {"$gt": ""}},
            ),
        ]

    def set_domains(self, domains: list[str], *, at: datetime) -> None:
        """Replace the domains; those that stay keep their proofs."""
        self.domains = domains
        self.proofs = followed(self.proofs, domains, at=at)
        self.verified_domains = verified(self.proofs)

    def projections(self) -> Sequence[OutboxEntry]:
        """Publish the directory's record with every write; of a purged tenant little is left."""
        is_gone = self.status == "purged"
        record = TenantRecord(
            id=self.id,
            slug=self.slug,
            name="" if is_gone else self.name,
            status=self.status,
            plan=self.plan,
            partner_slug="" if is_gone else self.partner_slug or "",
            domains=[] if is_gone else self.domains,
            version=self.version,
            integrations=[] if is_gone else self.integrations,
            legal_hold=bool(self.legal_hold),
        )
        return [
            OutboxEntry(
                kind="directory",
                subject=tenant_key(self.slug),
                payload=record.dump_json().decode(),
            )
        ]


class DeletionRecord(Document):
    """What remains of a purged tenant: who has a slug later would read the audit entries of it."""

    # The slug.
    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    tenant_id: Annotated[str, Field(alias="tenantId")]
    purged_at: Annotated[datetime, Field(alias="purgedAt")]
    # What it had in other systems, by system, and has been seen absent there.
    absent: dict[str, list[str]] = Field(default_factory=dict)

    class Settings:
        """Found by slug, and by the roll of all tenants."""

        name = "deletion_records"
        indexes: ClassVar[list[IndexModel]] = [
            # who was purged lately
            IndexModel([("purgedAt", ASCENDING)], name="purged")
        ]
