"""What a tenant may become, and what refuses it.

              ┌──────suspend──────┐
              │                   ▼
    create ─▶ pending ─1▶ active ─suspend─▶ suspended
              │  ▲          │ ▲                │ │ ▲
              │  └──resume──┼─┴─────resume─────┘ │ │
              │             │                    │ │
              └───delete────┴──────delete────────┘ │
                            ▼                      │
                         deleted ──restore──▶ wherever it was deleted from
                            │
                            └──purge──▶ purged

A tenant with integrations starts as pending and becomes active (1, tenant.activated) when each of
them is ready; without any it starts as active. Resume and restore lead back to where the tenant
came from. Purging comes after the retention, never under deletion protection or legal hold, and
nothing leads out of it: the document goes with its last entry. Each edge is one audit entry,
`tenant.<past tense>`.
"""

from contracts.faults import Conflict, Malformed, NotFound, StaleVersion
from contracts.platform.v1 import FieldError


class TenantNotFound(NotFound):
    """No such tenant, or none that the caller may know of."""

    reason = "tenant_not_found"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no tenant {slug}.")


class NameBlank(Malformed):
    """Nobody could find the tenant in a list."""

    reason = "name_blank"


class SlugTaken(Conflict):
    """A slug is used once, for ever: also by deleted and purged tenants."""

    reason = "slug_taken"


class TenantDeleted(Conflict):
    """A deleted tenant changes no more, and takes no new people."""

    reason = "tenant_deleted"


class DeletionProtected(Conflict):
    """Somebody asked that this tenant isn't deleted by mistake."""

    reason = "deletion_protected"


class TooManyTenants(Conflict):
    """Who makes tenants for themselves makes a few."""

    reason = "too_many_tenants"


class IllegalTransition(Conflict):
    """The tenant's state doesn't allow this."""

    reason = "illegal_transition"


class VersionMismatch(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


LISTED = ("pending", "active", "suspended")
STATUSES = (*LISTED, "deleted")
# What an operator may say about a deleted tenant: how long it is kept.
HOLDS = frozenset({"deletion_protection", "legal_hold"})
# to -> from: resume's target depends on where the tenant was suspended from.
_ALLOWED_FROM = {
    "suspended": {"pending", "active"},
    "active": {"suspended"},
    "deleted": set(LISTED),
}


def ensure_transition(slug: str, *, current: str, target: str) -> None:
    """Refuse an edge that the state machine doesn't have, naming both states."""
    if current not in _ALLOWED_FROM[target]:
        raise IllegalTransition(f"Tenant {slug} is {current}; it can't become {target}.")


def ensure_restorable(slug: str, *, current: str, target: str) -> None:
    """Refuse to restore what is purged already."""
    if current != "deleted":
        raise IllegalTransition(f"Tenant {slug} is {current}; it can't become {target}.")


def ensure_unprotected(slug: str, *, protected: bool | None) -> None:
    """Refuse to delete what is protected."""
    if protected:
        raise DeletionProtected(f"Tenant {slug} is protected: take the deletion protection off.")


def ensure_alive(slug: str, *, status: str) -> None:
    """Refuse to change what was deleted."""
    if status not in LISTED:
        raise TenantDeleted(f"Tenant {slug} is {status}.")


def ensure_version(slug: str, *, expected: int, stored: int) -> None:
    """Refuse a change that was based on another version."""
    if expected != stored:
        raise VersionMismatch(
            f"Tenant {slug} is at version {stored}, the change at {expected}: read it again."
        )


def slug_taken(slug: str) -> SlugTaken:
    """Say that somebody has this slug."""
    errors = [FieldError(field="slug", message="is taken")]
    return SlugTaken(f"The slug {slug} is taken.", errors=errors)


def named(given: str) -> str:
    """Return the name without the space around it; refuse one that is nothing else."""
    name = given.strip()
    if not name:
        raise NameBlank(
            "The name is blank.",
            errors=[FieldError(field="name", message="must show more than space")],
        )
    return name
