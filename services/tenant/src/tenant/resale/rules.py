"""What may not be attached, and who may not be added: this sub-package's faults."""

from contracts.faults import Conflict, Malformed, NotFound
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import User


class PartnerNotFound(NotFound):
    """No such partner, or none that the caller may know of."""

    reason = "partner_not_found"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no partner {slug}.")


class PartnerUnknown(Malformed):
    """A tenant's partner is one that exists."""

    reason = "partner_unknown"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"There is no partner {slug}.",
            errors=[FieldError(field="partnerSlug", message="must be the slug of a partner")],
        )


class PartnerTerminated(Conflict):
    """A partner whose contract has ended takes nobody new."""

    reason = "partner_terminated"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The contract with {slug} has ended; reinstate the partner first.",
            errors=[FieldError(field="partnerSlug", message="must be a partner under contract")],
        )


class AttachedElsewhere(Conflict):
    """A tenant has one partner at a time."""

    reason = "tenant_attached_elsewhere"

    def __init__(self, tenant_slug: str, *, partner_slug: str) -> None:
        super().__init__(
            f"Tenant {tenant_slug} belongs to partner {partner_slug}; detach it there first.",
            errors=[FieldError(field="tenantSlug", message="must have no other partner")],
        )


class WorksElsewhere(Conflict):
    """A person works for one partner at a time."""

    reason = "user_works_elsewhere"

    def __init__(self, email: str, *, partner_slug: str) -> None:
        super().__init__(
            f"{email} works for partner {partner_slug}; remove them there first.",
            errors=[FieldError(field="email", message="must work for no other partner")],
        )


def ensure_free(tenant_slug: str, *, current: str | None, wanted: str) -> None:
    """Refuse a tenant that another partner has."""
    if current and current != wanted:
        raise AttachedElsewhere(tenant_slug, partner_slug=current)


def as_colleague(user: User) -> User:
    """Return what a partner's people may know of each other: nothing from outside of it."""
    hidden = ("memberships", "inactive_memberships", "identities", "external_ids")
    return user.model_copy(update={**{name: [] for name in hidden}, "platform_admin": False})
