"""How people are stored."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from chassis import OutboxEntry, StoredDocument, outbox_index
from chassis.directory import actor_key, person_key
from contracts.tenant.v1 import ActorRecord, User
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class Arrival(BaseModel):
    """Since when a key of the directory is somebody's."""

    key: str
    # A UUIDv7.
    since: str


class UserDocument(StoredDocument, User, extra="ignore"):
    """A person with what only the store needs."""

    # issuer|subject of each identity; unique over all people.
    identity_keys: list[str] = Field(default_factory=list, alias="identityKeys")
    # source|id of each external id; unique over all people.
    external_keys: list[str] = Field(default_factory=list, alias="externalKeys")
    # Directory keys that came to this person later than they themselves.
    arrivals: list[Arrival] = Field(default_factory=list)
    # Only a verified address links identities; unique over all people.
    verified_email: Annotated[str | None, Field(alias="verifiedEmail")] = None
    # The settings' grant happens once: a revocation is never undone by it.
    first_admin_granted: Annotated[bool, Field(alias="firstAdminGranted")] = False

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
            # by external id: linking
            IndexModel(
                [("externalKeys", ASCENDING)],
                name="external",
                unique=True,
                partialFilterExpression={"externalKeys": {"$gt": ""}},
            ),
            # a tenant's people, by address
            IndexModel(
                [
                    ("memberships.tenantSlug", ASCENDING),
                    ("email", ASCENDING),
                    ("_id", ASCENDING),
                ],
                name="tenant_email",
            ),
            # those of them who were deactivated
            IndexModel(
                [("inactiveMemberships.tenantSlug", ASCENDING)],
                name="inactive",
                partialFilterExpression={"inactiveMemberships.tenantSlug": {"$gt": ""}},
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
        keys = [actor_key(identity.issuer, identity.subject) for identity in self.identities]
        keys += [person_key(known.source, known.id) for known in self.external_ids]
        if self.verified_email:
            # Who was added and never signed in has no identity yet; ingest knows them by address.
            keys.append(person_key("email", self.verified_email))
        return [self.told(key) for key in keys]

    def told(self, key: str, *, gone: bool = False, version: int | None = None) -> OutboxEntry:
        """Return what the directory is told under a key: who this is, or that they left it."""
        since = next((arrival.since for arrival in self.arrivals if arrival.key == key), "")
        record = ActorRecord(
            id=self.id,
            email=self.email,
            name=self.name,
            platform_admin=self.platform_admin,
            memberships=self.memberships,
            active=self.active,
            last_login_at=self.last_login_at,
            version=self.version if version is None else version,
            partner_slug=self.partner_slug or "",
            since=since,
            gone=gone,
        )
        return OutboxEntry(kind="directory", subject=key, payload=record.dump_json().decode())
