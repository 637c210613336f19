"""What a change of a person leaves behind: one audit entry, and events for their tenants."""

from bus import subjects
from chassis import AuditTrail, OutboxEntry, as_contract
from contracts.tenant import v1

from tenant import changes
from tenant.people.documents import UserDocument
from tenant.people.standing import within

# What other systems follow.
_FOLLOWED = (
    "email",
    "active",
    "memberships",
    "inactive_memberships",
    "platform_admin",
    "partner_slug",
)


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
        events = [_people_changed(slug) for slug in _concerned(before, after)]
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
            ),
            *events,
        ]


def _concerned(before: v1.User | None, after: v1.User) -> list[str]:
    """Return the tenants that have somebody more or less, or whose people may do something else."""
    if before and all(getattr(before, name) == getattr(after, name) for name in _FOLLOWED):
        return []
    both = [one for one in (before, after) if one]
    return sorted(
        {
            membership.tenant_slug
            for one in both
            for membership in (*one.memberships, *one.inactive_memberships)
        }
    )


def _people_changed(slug: str) -> OutboxEntry:
    return OutboxEntry(
        subject=subjects.event("tenant", slug, "people_changed"),
        payload=v1.TenantPeopleChanged(tenant_slug=slug).dump_json().decode(),
    )
