"""Why a known caller may not.

Fault
├── ApiKeyRequired           401  api_key_required
├── ApiKeyUnknown            401  api_key_unknown
├── ApiKeyRevoked            401  api_key_revoked
├── ApiKeyExpired            401  api_key_expired
├── PersonRequired           403  person_required
├── ScopeMissing             403  scope_missing
├── TenantInactive           403  tenant_inactive
├── UserDeactivated          403  user_deactivated
├── OperatorTokenRequired    403  operator_token_required
├── OperatorRevoked          403  operator_revoked
├── NotAPartner              403  not_a_partner
├── PortalTokenRequired      403  portal_token_required
├── PartnerTokenRequired     403  partner_token_required
├── TenantAdminRequired      403  tenant_admin_required
├── NotAMember               403  not_a_member
└── TenantNotFound           404  tenant_not_found
"""

from contracts.faults import Forbidden, NotFound, Unauthenticated


class ApiKeyRequired(Unauthenticated):
    """The route is for machines."""

    reason = "api_key_required"


class ApiKeyUnknown(Unauthenticated):
    """Nobody made this key, or not within the last second."""

    reason = "api_key_unknown"


class ApiKeyRevoked(Unauthenticated):
    """The key was good once."""

    reason = "api_key_revoked"


class ApiKeyExpired(Unauthenticated):
    """The key's time is over."""

    reason = "api_key_expired"


class PersonRequired(Forbidden):
    """The route is for people, whatever a key's scopes are."""

    reason = "person_required"


class ScopeMissing(Forbidden):
    """The key opens other routes."""

    reason = "scope_missing"


class TenantInactive(Forbidden):
    """The tenant whose key it is was suspended or deleted."""

    reason = "tenant_inactive"


class UserDeactivated(Forbidden):
    """Every token of this person is refused."""

    reason = "user_deactivated"


class OperatorTokenRequired(Forbidden):
    """The token is for another application than the operators'."""

    reason = "operator_token_required"


class OperatorRevoked(Forbidden):
    """An operator token of a person who is no platform admin, or no longer."""

    reason = "operator_revoked"


class NotAPartner(Forbidden):
    """A partner token of a person who works for no partner, or no longer."""

    reason = "not_a_partner"


class PortalTokenRequired(Forbidden):
    """A token of operators or partners opens no door of tenants."""

    reason = "portal_token_required"


class PartnerTokenRequired(Forbidden):
    """The caller acts for no partner."""

    reason = "partner_token_required"


class TenantAdminRequired(Forbidden):
    """A member of the tenant, but not owner or admin."""

    reason = "tenant_admin_required"


class NotAMember(Forbidden):
    """The caller belongs to no tenant."""

    reason = "not_a_member"


class NotAMemberOf(NotAMember):
    """The caller asks for a tenant that isn't theirs, whether there is one or not."""

    def __init__(self, tenant: str) -> None:
        super().__init__(f"You don't belong to a tenant {tenant}.")
        self.tenant = tenant


class TenantNotFound(NotFound):
    """Absent, or somebody else's: a stranger can't tell which."""

    reason = "tenant_not_found"
