"""How somebody stands in a tenant: their role, and whether it opens anything. Pure."""

from contracts.platform.v1 import Membership
from contracts.tenant.v1 import Member, User

from tenant.people.rules import role_in, with_role, without_role


def role_of(user: User, tenant_slug: str) -> str:
    """Return the person's role, active or not; empty when they aren't of the tenant."""
    return role_in([*user.memberships, *user.inactive_memberships], tenant_slug)


def is_active(user: User, tenant_slug: str) -> bool:
    """Say whether the role opens anything."""
    return user.active and bool(role_in(user.memberships, tenant_slug))


def give_role(user: User, tenant_slug: str, role: str) -> None:
    """Whoever was deactivated there is so no longer."""
    user.memberships = with_role(user.memberships, tenant_slug=tenant_slug, role=role)
    user.inactive_memberships = without_role(user.inactive_memberships, tenant_slug=tenant_slug)


def remove(user: User, tenant_slug: str) -> None:
    """They aren't of the tenant any more, active or not."""
    user.memberships = without_role(user.memberships, tenant_slug=tenant_slug)
    user.inactive_memberships = without_role(user.inactive_memberships, tenant_slug=tenant_slug)


def deactivate(user: User, tenant_slug: str) -> None:
    """The role is kept, and opens nothing."""
    role = role_in(user.memberships, tenant_slug)
    if role:
        kept = user.inactive_memberships
        user.inactive_memberships = with_role(kept, tenant_slug=tenant_slug, role=role)
        user.memberships = without_role(user.memberships, tenant_slug=tenant_slug)


def reactivate(user: User, tenant_slug: str) -> None:
    """The role that was kept opens what it did."""
    role = role_in(user.inactive_memberships, tenant_slug)
    if role:
        give_role(user, tenant_slug, role)


def within(tenant_slug: str, user: User) -> User:
    """Return what a tenant's people may know of each other: nothing from outside of it."""
    return user.model_copy(
        update={
            "memberships": _here(user.memberships, tenant_slug),
            "inactive_memberships": _here(user.inactive_memberships, tenant_slug),
            "identities": [],
            "external_ids": [],
            "platform_admin": False,
            "partner_slug": None,
        }
    )


def as_member(tenant_slug: str, user: User) -> Member:
    """Return the person as one of this tenant's people."""
    return Member.model_validate(
        {
            "id": user.id,
            "email": user.email,
            "name": user.name,
            "role": role_of(user, tenant_slug),
            "active": is_active(user, tenant_slug),
            "last_login_at": user.last_login_at,
        }
    )


def _here(memberships: list[Membership], tenant_slug: str) -> list[Membership]:
    return [entry for entry in memberships if entry.tenant_slug == tenant_slug]
