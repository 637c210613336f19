"""What may happen to a person, and what refuses it."""

from collections.abc import Iterable

from contracts.faults import Conflict, NotFound
from contracts.platform.v1 import Membership


class UserNotFound(NotFound):
    """No such person."""

    reason = "user_not_found"


class LastPlatformAdmin(Conflict):
    """Without any platform admin nobody could appoint one."""

    reason = "last_platform_admin"


class PlatformAdminInactive(Conflict):
    """A deactivated person can't be made platform admin."""

    reason = "user_deactivated"


class TenantDeleted(Conflict):
    """A deleted tenant takes no new people."""

    reason = "tenant_deleted"


def identity_key(issuer: str, subject: str) -> str:
    """Return how `first_admins` and the unique index name an identity."""
    return f"{issuer}|{subject}"


def normalised_email(email: str) -> str:
    """Return the address as it is compared and stored."""
    return email.strip().lower()


def is_first_admin(
    first_admins: Iterable[str], *, issuer: str, subject: str, verified_email: str | None
) -> bool:
    """Say whether the settings appoint this person; an unverified email appoints nobody."""
    names = {name.lower() if "|" not in name else name for name in first_admins}
    return identity_key(issuer, subject) in names or (verified_email or "") in names


def with_role(
    memberships: Iterable[Membership], *, tenant_slug: str, role: str
) -> list[Membership]:
    """Return the memberships with this role in this tenant, one membership per tenant."""
    others = [entry for entry in memberships if entry.tenant_slug != tenant_slug]
    mine = Membership.model_validate({"tenant_slug": tenant_slug, "role": role})
    return sorted([*others, mine], key=lambda entry: entry.tenant_slug)
