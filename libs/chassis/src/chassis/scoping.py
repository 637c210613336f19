"""Whose rows a query may see: the one place where tenants are kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.faults import Forbidden
from contracts.platform.v1 import Actor

OPERATOR_AUDIENCE = "dezky-operator"


class NotAMember(Forbidden):
    """The caller belongs to no tenant in a role that may see this."""

    reason = "not_a_member"


@dataclass(frozen=True, slots=True)
class Scope:
    """Tenants that the caller may see; `None` means all of them."""

    tenants: tuple[str, ...] | None

    def sees(self, slug: str) -> bool:
        """Say whether this tenant is visible."""
        return self.tenants is None or slug in self.tenants


def is_operator(actor: Actor) -> bool:
    """Both are needed: the operator audience in the token, and platform admin in the directory."""
    return actor.audience == OPERATOR_AUDIENCE and actor.platform_admin


def scope_of(actor: Actor | None, *, roles: Sequence[str] = ()) -> Scope:
    """Return what `actor` may see, as a member in one of `roles` (any role when empty).

    A call without an actor comes from inside the bus and sees everything.
    """
    if actor is None or actor.type in {"service", "system"} or is_operator(actor):
        return Scope(None)
    tenants = tuple(
        membership.tenant_slug
        for membership in actor.memberships
        if not roles or membership.role in roles
    )
    if not tenants:
        raise NotAMember("You belong to no tenant in a role that may see this.")
    return Scope(tenants)


def scoped(tenants: Scope | str, *, by: str = "tenantSlug") -> dict[str, Any]:
    """Return the filter that keeps a query inside `tenants`, matched on the field `by`."""
    if isinstance(tenants, str):
        return {by: tenants}
    if tenants.tenants is None:
        return {}
    if len(tenants.tenants) == 1:
        return {by: tenants.tenants[0]}
    return {by: {"$in": list(tenants.tenants)}}
