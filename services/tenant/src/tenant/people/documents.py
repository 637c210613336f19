"""How people are stored."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from beanie import Document
from chassis import OutboxEntry, StoredDocument, outbox_index
from chassis.directory import actor_key, person_key
from contracts.tenant.v1 import ActorRecord, User
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class UserDocument(StoredDocument, User, extra="ignore"):
    """A person with what only the store needs."""

    # issuer|subject of each identity; unique over all people.
    identity_keys: list[str] = Field(default_factory=list, alias="identityKeys")
    # Only a verified address links identities; unique over all people.
    verified_email: Annotated[str | None, Field(alias="verifiedEmail")] = None
    # The settings' grant happens once: a revocation is never undone by it.
    first_admin_granted: Annotated[bool, Field(alias="firstAdminGranted")] = False
    # Their ids in other systems, by system: known once they were provisioned there.
    known_as: Annotated[dict[str, str], Field(alias="knownAs")] = Field(default_factory=dict)

    class Settings:
        """Each index serves the query named beside it."""

        name = "users"
        keep_nulls = False
        indexes: ClassVar[list[IndexModel]] = [
            outbox_index(),
            # by identity: every sign-in
            IndexModel(
                [("identityKeys", ASCENDING)],
                name="identity",
                unique=True,
                partialFilterExpression={"identityKeys": {"$gt": ""}},
            ),
            # by verified email: linking, and adding to a tenant
            IndexModel(
                [("verifiedEmail", ASCENDING)],
                name="verified_email",
                unique=True,
                partialFilterExpression={"verifiedEmail": {"$gt": ""}},
            ),
            # a tenant's people, the last to sign in first
            IndexModel(
                [
                    ("memberships.tenantSlug", ASCENDING),
                    ("lastLoginAt", DESCENDING),
                    ("_id", DESCENDING),
                ],
                name="tenant_last_login",
            ),
            # a partner's people, by address
            IndexModel([("partnerSlug", ASCENDING), ("email", ASCENDING)], name="partner_email"),
            # whether another platform admin would remain
            IndexModel(
                [("platformAdmin", ASCENDING)],
                name="platform_admin",
                partialFilterExpression={"platformAdmin": True},
            ),
        ]

    def projections(self) -> Sequence[OutboxEntry]:
        """Publish a directory record for each identity, and the address, with every write."""
        record = ActorRecord(
            id=self.id,
            email=self.email,
            name=self.name,
            platform_admin=self.platform_admin,
            memberships=self.memberships,
            active=self.active,
            last_login_at=self.last_login_at,
            version=self.version,
            partner_slug=self.partner_slug or "",
        )
        payload = record.dump_json().decode()
        keys = [actor_key(identity.issuer, identity.subject) for identity in self.identities]
        if self.verified_email:
            # Who was added and never signed in has no identity yet; ingest knows them by address.
            keys.append(person_key("email", self.verified_email))
        keys += [person_key(system, identity) for system, identity in self.known_as.items()]
        return [OutboxEntry(kind="directory", subject=key, payload=payload) for key in keys]


class PlatformAdminsDocument(Document):
    """One document for the platform admins and for each tenant's owners: who is about to leave."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]
    # In the order of their arrival: mark, user and at of each.
    leaving: list[dict[str, Any]] = Field(default_factory=list)

    class Settings:
        """Found by the group only."""

        name = "platform"
        indexes: ClassVar[list[IndexModel]] = []
