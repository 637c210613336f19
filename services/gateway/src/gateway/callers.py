"""Who calls: a person as token and directory together describe them."""

from dataclasses import dataclass

from contracts.platform.v1 import Actor
from contracts.tenant.v1 import ActorRecord
from identity import SignedClaims

# What an audit entry holds: an issuer that allows more must not make its people unauditable.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with a verified token."""

    actor: Actor
    active: bool = True


def caller_of(claims: SignedClaims, record: ActorRecord, *, address: str) -> Caller:
    """Say who they are by the directory, and how they came by the token."""
    actor = Actor(
        type="user",
        id=record.id,
        email=record.email[:_LONGEST],
        name=record.name[:_LONGEST],
        ip=address,
        issuer=claims.issuer,
        subject=claims.subject,
        audience=claims.audience,
        platform_admin=record.platform_admin,
        memberships=record.memberships,
    )
    return Caller(actor, active=record.active)


def anonymous(*, address: str) -> Actor:
    """Describe a caller without a token."""
    return Actor(type="anonymous", ip=address)
