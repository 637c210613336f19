"""Who calls: a person as token and directory together describe them."""

from dataclasses import dataclass

from contracts.platform.v1 import Actor
from contracts.tenant.v1 import ActorRecord
from identity import SignedClaims

# Beyond this many they are all made anew: simpler than to know who came last.
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with a verified token."""

    actor: Actor
    active: bool = True


class Callers:
    """Makes callers, the same one again as long as nothing about the person changed."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], tuple[ActorRecord, Caller]] = {}

    def of(self, claims: SignedClaims, record: ActorRecord, *, address: str) -> Caller:
        """Say who they are by the directory, and how they came by the token."""
        key = (claims.issuer, claims.subject, claims.audience, address)
        kept = self._kept.get(key)
        if kept is not None and kept[0] is record:
            return kept[1]
        actor = Actor(
            type="user",
            id=record.id,
            email=record.email,
            name=record.name,
            ip=address,
            issuer=claims.issuer,
            subject=claims.subject,
            audience=claims.audience,
            platform_admin=record.platform_admin,
            memberships=record.memberships,
        )
        caller = Caller(actor, active=record.active)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key] = (record, caller)
        return caller


def anonymous(*, address: str) -> Actor:
    """Describe a caller without a token."""
    return Actor(type="anonymous", ip=address)
