"""Whose rows a query may see: the one place where tenants are kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.faults import Forbidden
from contracts.platform.v1 import Actor

OPERATOR_AUDIENCE = "dezky-operator"
PARTNER_AUDIENCE = "dezky-partner"


class NotAMember(Forbidden):
    """The caller belongs to no tenant in a role that may see this."""

    reason = "not_a_member"


class NotAPartner(Forbidden):
    """A partner's token of a person who works for no partner, or no longer."""

    reason = "not_a_partner"


@dataclass(frozen=True, slots=True)
class Scope:
    """Tenants that the caller may see; `None` means all of them.

    With a `partner` it is the tenants of that partner, whichever they are: `tenants` is empty then,
    so that who knows nothing of partners shows them nothing.
    """

    tenants: tuple[str, ...] | None
    partner: str = ""

    def sees(self, slug: str) -> bool:
        """Say whether this tenant is visible by its name alone."""
        return self.tenants is None or slug in self.tenants


def is_operator(actor: Actor) -> bool:
    """Both are needed: the operator audience in the token, and platform admin in the directory."""
    return actor.audience == OPERATOR_AUDIENCE and actor.platform_admin


def is_platform_key(actor: Actor) -> bool:
    """An API key of no tenant: what it may is said by its scopes alone.

    One that is bound to a tenant is a member there, and of nothing else.
    """
    return bool(actor.scopes) and not actor.memberships


def scope_of(actor: Actor | None, *, roles: Sequence[str] = ()) -> Scope:
    """Return what `actor` may see, as a member in one of `roles` (any role when empty).

    A call without an actor comes from inside the bus and sees everything. A partner's token opens
    what is the partner's, and nothing of what its bearer is a member of.
    """
    if actor is None or actor.type in {"service", "system"}:
        return Scope(None)
    if is_operator(actor) or is_platform_key(actor):
        return Scope(None)
    if actor.audience == PARTNER_AUDIENCE:
        if not actor.partner_slug:
            raise NotAPartner("You work for no partner, or no longer.")
        return Scope((), partner=actor.partner_slug)
    tenants = tuple(
        membership.tenant_slug
        for membership in actor.memberships
        if not roles or membership.role in roles
    )
    if not tenants:
        raise NotAMember("You belong to no tenant in a role that may see this.")
    return Scope(tenants)


def scoped(
    tenants: Scope | str, *, by: str = "tenantSlug", partner_by: str = "partnerSlug"
) -> dict[str, Any]:
    """Return the filter that keeps a query inside `tenants`.

    Matched on the field `by`, or for a partner's scope on the field `partner_by`.
    """
    if isinstance(tenants, str):
        return {by: tenants}
    if tenants.partner:
        return {partner_by: tenants.partner}
    if tenants.tenants is None:
        return {}
    if len(tenants.tenants) == 1:
        return {by: tenants.tenants[0]}
    return {by: {"$in": list(tenants.tenants)}}
