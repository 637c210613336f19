"""What a change of a person leaves behind: one audit entry."""

from chassis import AuditTrail, OutboxEntry, as_contract, changes
from contracts.tenant import v1

from tenant.people.documents import UserDocument

_BOOKKEEPING = {"id", "version", "createdAt", "updatedAt"}


def snapshot(user: UserDocument) -> v1.User:
    """Return the contract's message: a reply never shows what only the store needs."""
    return as_contract(v1.User, user.storable())


class UserHistory:
    """Describes changes, in the tenant service's name."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(
        self,
        verb: str,
        user: UserDocument,
        *,
        before: v1.User | None,
        reason: str = "",
        tenant_slug: str = "",
    ) -> list[OutboxEntry]:
        """Return the entry of `verb`; none when no field differs."""
        after = snapshot(user)
        changed = changes(_facts(before) if before else {}, _facts(after))
        if not changed:
            return []
        return [
            self._audit.entry(
                f"user.{verb}",
                resource_type="user",
                resource_id=user.id,
                resource_name=user.email or user.name,
                tenant_slug=tenant_slug,
                metadata={"changes": changed} | ({"reason": reason} if reason else {}),
            )
        ]


def _facts(user: v1.User) -> dict[str, object]:
    return {name: value for name, value in user.dump().items() if name not in _BOOKKEEPING}
