"""What a change of a person leaves behind: one audit entry."""

from chassis import AuditTrail, OutboxEntry, as_contract
from contracts.tenant import v1

from tenant import changes
from tenant.people.documents import UserDocument
from tenant.people.standing import within


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
        partner_slug: str = "",
    ) -> list[OutboxEntry]:
        """Return the entry of `verb`; on a tenant's timeline it tells of no other tenant.

        A verb without a noun is one of users.
        """
        after = snapshot(user)
        if tenant_slug:
            after = within(tenant_slug, after)
            before = within(tenant_slug, before) if before else None
        changed = {"changes": changes.between(before, after)}
        return [
            self._audit.entry(
                verb if "." in verb else f"user.{verb}",
                resource_type="user",
                resource_id=user.id,
                resource_name=user.email or user.name,
                tenant_slug=tenant_slug,
                partner_slug=partner_slug,
                metadata=changed | ({"reason": reason} if reason else {}),
            )
        ]
