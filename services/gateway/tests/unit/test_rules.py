"""Access: every route of the catalogue for every kind of caller."""

import pytest
from contracts.catalogue import CATALOGUE
from contracts.platform.v1 import Actor, Membership
from gateway.access.rules import refusal
from gateway.callers import Caller
from gateway.endpoints import endpoints
from gateway.exports import exports


def person(audience="dezky-portal", *, active=True, partner="", admin=False, **roles):
    actor = Actor(
        type="user",
        id="1",
        audience=audience,
        platform_admin=admin,
        partner_slug=partner,
        memberships=[Membership(tenant_slug=slug, role=role) for slug, role in roles.items()],
    )
    return Caller(actor, active=active)


def key(*scopes, tenant=""):
    roles = [Membership(tenant_slug=tenant, role="member")] if tenant else []
    return Caller(Actor(type="external", id="2", scopes=list(scopes), memberships=roles))


CALLERS = {
    "nobody": None,
    "operator": person("dezky-operator", admin=True),
    "former operator": person("dezky-operator"),
    "former operator, member": person("dezky-operator", acme="owner"),
    "admin with a portal token": person(admin=True),
    "owner": person(acme="owner"),
    "admin": person(acme="admin"),
    "member": person(acme="member"),
    "owner elsewhere": person(globex="owner"),
    "member elsewhere": person(globex="member"),
    "stranger": person(),
    "partner": person("dezky-partner", partner="reseller"),
    "former partner": person("dezky-partner"),
    "former partner, owner": person("dezky-partner", acme="owner"),
    "deactivated partner": person("dezky-partner", partner="reseller", active=False),
    "deactivated operator": person("dezky-operator", admin=True, active=False),
    "deactivated owner": person(acme="owner", active=False),
    "key of acme": key("flags:evaluate", "audit:write", tenant="acme"),
    "key of globex": key("flags:evaluate", "audit:write", tenant="globex"),
    "key to read": key("tenants:read", "metrics:read"),
}
KEYS = ("key of acme", "key of globex", "key to read")

MAY = ""
FOR_ALL = dict.fromkeys(CALLERS, MAY)
FOR_ALL_BUT_THE_DEACTIVATED = {
    **dict.fromkeys(CALLERS, MAY),
    **dict.fromkeys(KEYS, "person_required"),
    "nobody": "token_missing",
    "deactivated operator": "user_deactivated",
    "deactivated owner": "user_deactivated",
    "deactivated partner": "user_deactivated",
}
FOR_OPERATORS = {
    name: reason or ("operator_revoked" if "former op" in name else "operator_token_required")
    for name, reason in FOR_ALL_BUT_THE_DEACTIVATED.items()
} | {"operator": MAY}
FOR_MEMBERS_OF_THE_TENANT = FOR_OPERATORS | {
    "owner": MAY,
    "admin": MAY,
    "member": MAY,
    "admin with a portal token": "tenant_not_found",
    "owner elsewhere": "tenant_not_found",
    "member elsewhere": "tenant_not_found",
    "stranger": "tenant_not_found",
    "partner": "portal_token_required",
    "former partner": "portal_token_required",
    "former partner, owner": "portal_token_required",
}
FOR_ADMINS_OF_THE_TENANT = FOR_MEMBERS_OF_THE_TENANT | {"member": "tenant_admin_required"}
FOR_MEMBERS_OF_ANY = FOR_MEMBERS_OF_THE_TENANT | {
    "admin with a portal token": "not_a_member",
    "owner elsewhere": MAY,
    "member elsewhere": MAY,
    "stranger": "not_a_member",
}
FOR_ADMINS_OF_ANY = FOR_MEMBERS_OF_ANY | {
    "member": "tenant_admin_required",
    "member elsewhere": "tenant_admin_required",
}

AND_PARTNERS = {
    "partner": MAY,
    "former partner": "not_a_partner",
    "former partner, owner": "not_a_partner",
}
FOR_PARTNERS = FOR_OPERATORS | AND_PARTNERS
FOR_API_KEYS = {
    name: reason or "api_key_required" for name, reason in FOR_ALL_BUT_THE_DEACTIVATED.items()
}
# Two of the keys may, the third may not; or the other way round.
AND_KEYS = {"key of acme": MAY, "key of globex": MAY, "key to read": "scope_missing"}
AND_KEYS_TO_READ = {
    "key of acme": "scope_missing",
    "key of globex": "scope_missing",
    "key to read": MAY,
}
FOR_THE_PORTAL = FOR_OPERATORS | dict.fromkeys(
    (
        *("admin with a portal token", "owner", "admin", "member"),
        *("owner elsewhere", "member elsewhere", "stranger"),
    ),
    MAY,
)

ROUTES = {
    "GET /me": FOR_ALL_BUT_THE_DEACTIVATED,
    "GET /audit": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/{id}": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/{id}/proof": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/checkpoint": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/consistency": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "POST /audit/events": FOR_API_KEYS | AND_KEYS,
    "GET /audit/facets": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/following": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "POST /audit/exports": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/exports": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/exports/{id}": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/histogram": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/searches": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "POST /audit/searches": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "PATCH /audit/searches/{id}": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "DELETE /audit/searches/{id}": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/sinks": FOR_OPERATORS,
    "POST /audit/sinks": FOR_OPERATORS,
    "GET /audit/sinks/{id}": FOR_OPERATORS,
    "PATCH /audit/sinks/{id}": FOR_OPERATORS,
    "DELETE /audit/sinks/{id}": FOR_OPERATORS,
    "POST /audit/sinks/{id}/pause": FOR_OPERATORS,
    "POST /audit/sinks/{id}/resume": FOR_OPERATORS,
    "POST /audit/sinks/{id}/replay": FOR_OPERATORS,
    "POST /audit/sinks/{id}/test": FOR_OPERATORS,
    "POST /audit/erasure": FOR_OPERATORS,
    "GET /audit/erasures": FOR_OPERATORS,
    "GET /audit/erasures/{id}": FOR_OPERATORS,
    "GET /audit/keys": FOR_OPERATORS,
    "GET /audit/retention": FOR_OPERATORS,
    "PUT /audit/retention/{tenant_slug}": FOR_OPERATORS,
    "POST /audit/viewer-tokens": FOR_ADMINS_OF_ANY,
    "GET /audit/viewer-tokens": FOR_ADMINS_OF_ANY,
    "DELETE /audit/viewer-tokens/{id}": FOR_ADMINS_OF_ANY,
    "POST /audit/view": FOR_ALL,
    "GET /audit/schemas": FOR_OPERATORS,
    "GET /audit/schemas/{action}": FOR_OPERATORS,
    "POST /audit/schemas/{action}": FOR_OPERATORS,
    "DELETE /audit/schemas/{action}": FOR_OPERATORS,
    "GET /dead-letters": FOR_OPERATORS,
    "POST /dead-letters/{id}/replay": FOR_OPERATORS,
    "GET /health/platform": FOR_ALL_BUT_THE_DEACTIVATED,
    "GET /health/targets/{id}/history": FOR_ALL_BUT_THE_DEACTIVATED,
    "GET /health/status": FOR_ALL,
    "POST /health/targets/{id}/probe": FOR_OPERATORS,
    "GET /health/fleet": FOR_OPERATORS,
    "GET /health/targets": FOR_OPERATORS,
    "POST /health/targets": FOR_OPERATORS,
    "PATCH /health/targets/{id}": FOR_OPERATORS,
    "DELETE /health/targets/{id}": FOR_OPERATORS,
    "GET /health/incidents": FOR_OPERATORS,
    "POST /health/incidents": FOR_OPERATORS,
    "GET /health/incidents/{id}": FOR_OPERATORS,
    "POST /health/incidents/{id}/acknowledge": FOR_OPERATORS,
    "POST /health/incidents/{id}/notes": FOR_OPERATORS,
    "POST /health/incidents/{id}/close": FOR_OPERATORS,
    "GET /health/tenants": FOR_MEMBERS_OF_ANY | AND_PARTNERS,
    "GET /health/maintenance": FOR_OPERATORS,
    "POST /health/maintenance": FOR_OPERATORS,
    "DELETE /health/maintenance/{id}": FOR_OPERATORS,
    "GET /ingest": FOR_OPERATORS,
    "GET /ingest/{source}": FOR_OPERATORS,
    "POST /ingest/{source}/pause": FOR_OPERATORS,
    "POST /ingest/{source}/resume": FOR_OPERATORS,
    "POST /ingest/{source}/replay": FOR_OPERATORS,
    "GET /tenants": FOR_MEMBERS_OF_ANY | AND_PARTNERS | AND_KEYS_TO_READ,
    "POST /tenants": FOR_THE_PORTAL,
    "GET /tenants/{slug}": FOR_MEMBERS_OF_THE_TENANT | AND_PARTNERS | AND_KEYS_TO_READ,
    "PATCH /tenants/{slug}": FOR_ADMINS_OF_THE_TENANT,
    "DELETE /tenants/{slug}": FOR_OPERATORS,
    "POST /tenants/{slug}/suspend": FOR_OPERATORS,
    "POST /tenants/{slug}/resume": FOR_OPERATORS,
    "POST /tenants/{slug}/restore": FOR_OPERATORS,
    "POST /tenants/bulk": FOR_OPERATORS,
    "GET /tenants/{slug}/provisioning": FOR_ADMINS_OF_THE_TENANT | AND_PARTNERS,
    "POST /tenants/{slug}/provisioning/pause": FOR_OPERATORS,
    "POST /tenants/{slug}/provisioning/unpause": FOR_OPERATORS,
    "POST /tenants/{slug}/reconcile": FOR_ADMINS_OF_THE_TENANT,
    "GET /integrations": FOR_OPERATORS,
    "POST /integrations/{integration}/pause": FOR_OPERATORS,
    "POST /integrations/{integration}/unpause": FOR_OPERATORS,
    "GET /tenants/{slug}/domains": FOR_ADMINS_OF_THE_TENANT,
    "POST /tenants/{slug}/domains": FOR_ADMINS_OF_THE_TENANT,
    "POST /tenants/{slug}/domains/{domain}/verify": FOR_ADMINS_OF_THE_TENANT,
    "DELETE /tenants/{slug}/domains/{domain}": FOR_ADMINS_OF_THE_TENANT,
    "GET /tenants/{slug}/invitations": FOR_ADMINS_OF_THE_TENANT,
    "POST /tenants/{slug}/invitations": FOR_ADMINS_OF_THE_TENANT,
    "DELETE /tenants/{slug}/invitations/{id}": FOR_ADMINS_OF_THE_TENANT,
    "GET /api-keys": FOR_ADMINS_OF_ANY,
    "POST /api-keys": FOR_ADMINS_OF_ANY,
    "DELETE /api-keys/{id}": FOR_ADMINS_OF_ANY,
    "POST /invitations/accept": FOR_ALL_BUT_THE_DEACTIVATED,
    "GET /tenants/{slug}/members": FOR_MEMBERS_OF_THE_TENANT,
    "PUT /tenants/{slug}/members/{id}": FOR_ADMINS_OF_THE_TENANT,
    "POST /tenants/{slug}/members/{id}/deactivate": FOR_ADMINS_OF_THE_TENANT,
    "POST /tenants/{slug}/members/{id}/reactivate": FOR_ADMINS_OF_THE_TENANT,
    "GET /tenants/{slug}/notes": FOR_OPERATORS,
    "POST /tenants/{slug}/notes": FOR_OPERATORS,
    "DELETE /tenants/{slug}/notes/{id}": FOR_OPERATORS,
    "POST /me/identities": FOR_ALL_BUT_THE_DEACTIVATED,
    "POST /me/identities/accept": FOR_ALL_BUT_THE_DEACTIVATED,
    "POST /users/{id}/identities": FOR_OPERATORS,
    "POST /users/{id}/external-ids": FOR_OPERATORS,
    "DELETE /users/{id}/external-ids": FOR_OPERATORS,
    "DELETE /tenants/{slug}/members/{id}": FOR_ADMINS_OF_THE_TENANT,
    "GET /users": FOR_OPERATORS,
    "GET /tenants/{slug}/users": FOR_MEMBERS_OF_THE_TENANT,
    "POST /tenants/{slug}/users": FOR_OPERATORS,
    "GET /tenants/{slug}/subscription": FOR_MEMBERS_OF_THE_TENANT | AND_PARTNERS,
    "POST /tenants/{slug}/subscription": FOR_OPERATORS,
    "PATCH /tenants/{slug}/subscription": FOR_OPERATORS,
    "POST /tenants/{slug}/subscription/cancel": FOR_OPERATORS,
    "GET /tenants/{slug}/subscription/history": FOR_MEMBERS_OF_THE_TENANT | AND_PARTNERS,
    "GET /monthly-recurring-revenue": FOR_OPERATORS,
    "GET /partners": FOR_PARTNERS,
    "POST /partners": FOR_OPERATORS,
    "GET /partners/{slug}": FOR_PARTNERS,
    "PATCH /partners/{slug}": FOR_OPERATORS,
    "DELETE /partners/{slug}": FOR_OPERATORS,
    "POST /partners/{slug}/reinstate": FOR_OPERATORS,
    "GET /partners/{slug}/margin-report": FOR_PARTNERS,
    "GET /partners/{slug}/margin-report.csv": FOR_PARTNERS,
    "GET /partners/{partner_slug}/tenants": FOR_PARTNERS,
    "PUT /partners/{partner_slug}/tenants/{tenant_slug}": FOR_OPERATORS,
    "DELETE /partners/{partner_slug}/tenants/{tenant_slug}": FOR_OPERATORS,
    "GET /partners/{partner_slug}/users": FOR_PARTNERS,
    "POST /partners/{partner_slug}/users": FOR_OPERATORS,
    "DELETE /partners/{partner_slug}/users/{id}": FOR_OPERATORS,
    "POST /users/{id}/deactivate": FOR_OPERATORS,
    "POST /users/{id}/reactivate": FOR_OPERATORS,
    "PUT /users/{id}/platform-admin": FOR_OPERATORS,
    "DELETE /users/{id}/platform-admin": FOR_OPERATORS,
    "GET /flags": FOR_ALL_BUT_THE_DEACTIVATED,
    "GET /flags/{key}": FOR_ALL_BUT_THE_DEACTIVATED,
    "POST /flags/evaluate": FOR_ALL_BUT_THE_DEACTIVATED | AND_KEYS,
    "POST /flags": FOR_OPERATORS,
    "PATCH /flags/{key}": FOR_OPERATORS,
    "DELETE /flags/{key}": FOR_OPERATORS,
    "POST /flags/{key}/kill": FOR_OPERATORS,
    "GET /flags/{key}/explain": FOR_OPERATORS,
    "POST /flags/{key}/preview": FOR_OPERATORS,
    "POST /flags/{key}/schedules": FOR_OPERATORS,
    "POST /flags/{key}/ramps": FOR_OPERATORS,
    "GET /schedules": FOR_OPERATORS,
    "GET /schedules/{id}": FOR_OPERATORS,
    "POST /schedules/{id}/pause": FOR_OPERATORS,
    "POST /schedules/{id}/resume": FOR_OPERATORS,
    "POST /schedules/{id}/cancel": FOR_OPERATORS,
    "GET /segments": FOR_OPERATORS,
    "POST /segments": FOR_OPERATORS,
    "GET /segments/{key}": FOR_OPERATORS,
    "PATCH /segments/{key}": FOR_OPERATORS,
    "DELETE /segments/{key}": FOR_OPERATORS,
    "GET /change-requests": FOR_OPERATORS,
    "POST /change-requests": FOR_OPERATORS,
    "GET /change-requests/{id}": FOR_OPERATORS,
    "PATCH /change-requests/{id}": FOR_OPERATORS,
    "POST /change-requests/{id}/submit": FOR_OPERATORS,
    "POST /change-requests/{id}/approve": FOR_OPERATORS,
    "POST /change-requests/{id}/reject": FOR_OPERATORS,
    "POST /change-requests/{id}/withdraw": FOR_OPERATORS,
    "POST /change-requests/{id}/apply": FOR_OPERATORS,
    "GET /flag-file": FOR_OPERATORS,
    "POST /flag-file/compare": FOR_OPERATORS,
    "POST /flag-file": FOR_OPERATORS,
}


ENDPOINTS = [*endpoints(), *exports()]


def reason_of(access, caller, *, tenant):
    fault = refusal(access, caller, tenant=tenant)
    return fault.reason if fault else MAY


class TestRefusal:
    @pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.label)
    def test_route_stands_in_the_table(self, endpoint):
        """A route without a line in the table is one that nobody thought about."""
        tenant = endpoint.tenant({"slug": "acme", "tenant_slug": "acme"})
        assert {
            name: reason_of(endpoint.rpc.access, caller, tenant=tenant)
            for name, caller in CALLERS.items()
        } == ROUTES[endpoint.label]

    def test_table_has_no_route_that_is_gone(self):
        """The table says nothing about what doesn't exist."""
        assert {endpoint.label for endpoint in ENDPOINTS} == ROUTES.keys()

    @pytest.mark.parametrize("rpc", CATALOGUE, ids=lambda rpc: rpc.name)
    def test_internal_rpcs_have_no_route(self, rpc):
        """What is for the bus only can't be reached over HTTP."""
        assert ("internal" in rpc.access) == (rpc.http is None)

    @pytest.mark.parametrize(
        ("access", "caller", "expected"),
        [
            ("public", "nobody", MAY),
            ("public", "deactivated owner", MAY),
            ("partner", "partner", MAY),
            ("partner", "owner", "partner_token_required"),
            ("partner", "operator", "partner_token_required"),
            ("partner", "former partner", "not_a_partner"),
            ("tenant_admin", "partner", "portal_token_required"),
            ("api_key:tenants", "operator", "api_key_required"),
            ("api_key:tenants", "nobody", "token_missing"),
            ("internal", "operator", "api_key_required"),
            ("public", "key of acme", MAY),
            ("api_key:flags:evaluate", "key of acme", MAY),
            ("api_key:flags:evaluate", "key of globex", "tenant_not_found"),
            ("api_key:tenants:read", "key to read", MAY),
            ("api_key:tenants:read", "key of acme", "scope_missing"),
            ("operator", "key to read", "person_required"),
            ("portal", "stranger", MAY),
            ("portal", "partner", "portal_token_required"),
            ("portal", "operator", "portal_token_required"),
            ("portal", "former operator, member", "portal_token_required"),
            ("portal", "deactivated owner", "user_deactivated"),
            ("tenant_admin", "operator", "portal_token_required"),
            ("tenant_admin", "former operator, member", "portal_token_required"),
            ("tenant_admin", "member", "tenant_admin_required"),
            ("tenant_admin", "admin", MAY),
            ("tenant_member", "owner", MAY),
        ],
    )
    def test_what_no_route_says_yet(self, access, caller, expected):
        """Rules that the contracts may use are decided already."""
        assert reason_of((access,), CALLERS[caller], tenant="acme") == expected

    def test_strangers_hear_what_the_service_says_of_none(self):
        """Somebody else's tenant reads exactly like one that doesn't exist."""
        fault = refusal(("tenant_member",), CALLERS["stranger"], tenant="acme")
        assert (fault.status, fault.detail) == (404, "There is no tenant acme.")
