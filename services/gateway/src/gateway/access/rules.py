"""Whether a caller may use a route, and if not, why: pure."""

from collections.abc import Sequence

from contracts.faults import Fault
from contracts.platform.v1 import Actor
from identity.faults import TokenMissing

from gateway.access import faults
from gateway.callers import Caller

OPERATOR_AUDIENCE = "dezky-operator"
PARTNER_AUDIENCE = "dezky-partner"

PUBLIC = "public"
AUTHENTICATED = "authenticated"
MEMBER = "tenant_member"
ADMIN = "tenant_admin"
PARTNER = "partner"
OPERATOR = "operator"
PORTAL = "portal"
API_KEY = "api_key:"

_ADMIN_ROLES = frozenset({"owner", "admin"})
_TENANT = frozenset({MEMBER, ADMIN})


def refusal(access: Sequence[str], caller: Caller | None, *, tenant: str | None) -> Fault | None:
    """Return why `caller` may not, None if they may.

    Any one of `access` suffices. `tenant` is the slug in the route's path; without one, a role in
    any tenant is enough and the service answers only what the caller may see.
    """
    if PUBLIC in access:
        return None
    if caller is None:
        return TokenMissing("Send an access token: Authorization: Bearer <token>.")
    if not caller.active:
        return faults.UserDeactivated("This account is deactivated.")
    route = _key_route if caller.actor.scopes else _person_route
    return route(access, caller.actor, tenant)


def _person_route(access: Sequence[str], actor: Actor, tenant: str | None) -> Fault | None:
    if AUTHENTICATED in access or _is_operator(access, actor) or _is_partner(access, actor):
        return None
    if PORTAL in access and actor.audience not in {OPERATOR_AUDIENCE, PARTNER_AUDIENCE}:
        return None
    if _TENANT.isdisjoint(access):
        return _no_tenant_route(access, actor)
    return _tenant_route(access, actor, tenant)


def _is_operator(access: Sequence[str], actor: Actor) -> bool:
    """Both are needed: the audience in the token, the admin in the directory."""
    return OPERATOR in access and actor.audience == OPERATOR_AUDIENCE and actor.platform_admin


def _is_partner(access: Sequence[str], actor: Actor) -> bool:
    return PARTNER in access and actor.audience == PARTNER_AUDIENCE and bool(actor.partner_slug)


def _key_route(access: Sequence[str], actor: Actor, tenant: str | None) -> Fault | None:
    """A key opens what its scopes say, within its tenant; it is nobody, so it does nothing else."""
    wanted = [value.removeprefix(API_KEY) for value in access if value.startswith(API_KEY)]
    if not wanted:
        return faults.PersonRequired("This is for people: sign in.")
    if not set(wanted).intersection(actor.scopes):
        return faults.ScopeMissing(f"The key lacks the scope {' or '.join(wanted)}.")
    bound_to = {membership.tenant_slug for membership in actor.memberships}
    if tenant is not None and bound_to and tenant not in bound_to:
        return faults.TenantNotFound(f"There is no tenant {tenant}.")
    return None


def _no_tenant_route(access: Sequence[str], actor: Actor) -> Fault:
    if PARTNER in access and actor.audience == PARTNER_AUDIENCE:
        return _not_partner()
    if OPERATOR in access:
        return _not_operator(actor)
    if PORTAL in access:
        return faults.PortalTokenRequired("This is for tenants: sign in to the portal.")
    if PARTNER in access:
        return faults.PartnerTokenRequired("This is for partners: sign in as one.")
    return faults.ApiKeyRequired("This is for machines: send an API key.")


def _not_operator(actor: Actor) -> Fault:
    if actor.audience != OPERATOR_AUDIENCE:
        return faults.OperatorTokenRequired("This is for operators: sign in to the console.")
    return faults.OperatorRevoked("You are not a platform admin, or no longer.")


def _not_partner() -> Fault:
    return faults.NotAPartner("You work for no partner, or no longer.")


def _tenant_route(access: Sequence[str], actor: Actor, tenant: str | None) -> Fault | None:
    if actor.audience in {OPERATOR_AUDIENCE, PARTNER_AUDIENCE}:
        return _other_application(access, actor)
    roles = [
        membership.role
        for membership in actor.memberships
        if tenant is None or membership.tenant_slug == tenant
    ]
    if (MEMBER in access and roles) or not _ADMIN_ROLES.isdisjoint(roles):
        return None
    if roles:
        return faults.TenantAdminRequired("This is for the tenant's owners and admins.")
    if tenant is None:
        return faults.NotAMember("You belong to no tenant.")
    # The service's very words: a stranger can't tell somebody else's tenant from none.
    return faults.TenantNotFound(f"There is no tenant {tenant}.")


def _other_application(access: Sequence[str], actor: Actor) -> Fault:
    """A token is for one application: a former operator's opens nothing that a membership does."""
    if actor.audience == OPERATOR_AUDIENCE and OPERATOR in access:
        return _not_operator(actor)
    if actor.audience == PARTNER_AUDIENCE and PARTNER in access:
        return _not_partner()
    return faults.PortalTokenRequired("This is for tenants: sign in to the portal.")
