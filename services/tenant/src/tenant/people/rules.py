"""What may happen to a person, and what refuses it."""

import re
from collections.abc import Iterable

from contracts.faults import Conflict, Forbidden, Malformed, NotFound
from contracts.platform.v1 import FieldError, Membership

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
# The roles in a tenant that manage it.
ADMINS = ("owner", "admin")
# RFC 5321 §4.5.3.1, and what the contract allows an operator to give as a name.
_LONGEST_EMAIL = 254
_LONGEST_NAME = 200


class UserNotFound(NotFound):
    """No such person."""

    reason = "user_not_found"


class EmailMalformed(Malformed):
    """Nothing that a message could be sent to."""

    reason = "email_malformed"


class UserTaken(Conflict):
    """The identity or the verified address belongs to a person already."""

    reason = "user_taken"


class MemberDeactivated(Conflict):
    """An admin has closed the door: no role and no invitation opens it, only an admin."""

    reason = "member_deactivated"


class LastPlatformAdmin(Conflict):
    """Without any platform admin nobody could appoint one."""

    reason = "last_platform_admin"


class LastOwner(Conflict):
    """Without any owner a tenant would belong to nobody."""

    reason = "last_owner"


class OwnerRequired(Forbidden):
    """Admins manage admins and members; owners they leave to the owners."""

    reason = "owner_required"


class PlatformAdminInactive(Conflict):
    """A deactivated person can't be made platform admin."""

    reason = "user_deactivated"


class AlreadyMember(Conflict):
    """Who is of the tenant needs no invitation."""

    reason = "already_member"

    def __init__(self, email: str, *, slug: str) -> None:
        super().__init__(
            f"{email} is of {slug} already.",
            errors=[FieldError(field="email", message="must be nobody's who is of the tenant")],
        )


def role_in(memberships: Iterable[Membership], tenant_slug: str) -> str:
    """Return what somebody may do in a tenant; empty when they aren't of it."""
    return next((one.role for one in memberships if one.tenant_slug == tenant_slug), "")


def ensure_may_manage(mine: str, *roles: str) -> None:
    """Refuse who isn't an owner to make or unmake one."""
    if "owner" in roles and mine != "owner":
        raise OwnerRequired("Only an owner makes somebody owner, or takes that away.")


def ensure_active(user_id: str, *, active: bool) -> None:
    """Refuse to appoint who can't sign in."""
    if not active:
        raise PlatformAdminInactive(f"User {user_id} is deactivated; reactivate them first.")


def identity_key(issuer: str, subject: str) -> str:
    """Return how `first_admins` and the unique index name an identity."""
    return f"{issuer}|{subject}"


def normalised_email(email: str | None) -> str:
    """Return the address as it is compared and stored; empty for what is none."""
    address = (email or "").strip().lower()
    return address if len(address) <= _LONGEST_EMAIL and _EMAIL.fullmatch(address) else ""


def given_email(email: str) -> str:
    """Return the address as it is stored; refuse what is none."""
    address = normalised_email(email)
    if not address:
        raise EmailMalformed(
            f"{email!r} is no email address.",
            errors=[FieldError(field="email", message="must be an address: name@example.org")],
        )
    return address


def normalised_name(name: str | None) -> str:
    """Return the name as it is stored: an issuer that allows longer ones locks nobody out."""
    return (name or "").strip()[:_LONGEST_NAME]


def is_first_admin(
    first_admins: Iterable[str], *, identity_keys: Iterable[str], verified_email: str | None
) -> bool:
    """Say whether the settings appoint this person; an unverified email appoints nobody."""
    names = {name.strip() for name in first_admins}
    addresses = {address for name in names if (address := normalised_email(name))}
    return not names.isdisjoint(identity_keys) or verified_email in addresses


def with_role(
    memberships: Iterable[Membership], *, tenant_slug: str, role: str
) -> list[Membership]:
    """Return the memberships with this role in this tenant, one membership per tenant."""
    others = without_role(memberships, tenant_slug=tenant_slug)
    mine = Membership.model_validate({"tenant_slug": tenant_slug, "role": role})
    return sorted([*others, mine], key=lambda entry: entry.tenant_slug)


def without_role(memberships: Iterable[Membership], *, tenant_slug: str) -> list[Membership]:
    """Return the memberships in other tenants."""
    return [entry for entry in memberships if entry.tenant_slug != tenant_slug]
