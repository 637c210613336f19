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
}

MAY = ""
FOR_ALL = dict.fromkeys(CALLERS, MAY)
FOR_ALL_BUT_THE_DEACTIVATED = dict.fromkeys(CALLERS, MAY) | {
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

ROUTES = {
    "GET /me": FOR_ALL_BUT_THE_DEACTIVATED,
    "GET /audit": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/{id}": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "POST /audit/events": FOR_API_KEYS,
    "GET /audit/facets": FOR_ADMINS_OF_ANY | AND_PARTNERS,
    "GET /audit/histogram": FOR_ADMINS_OF_ANY | AND_PARTNERS,
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
    "GET /health/maintenance": FOR_OPERATORS,
    "POST /health/maintenance": FOR_OPERATORS,
    "DELETE /health/maintenance/{id}": FOR_OPERATORS,
    "GET /ingest": FOR_OPERATORS,
    "GET /ingest/{source}": FOR_OPERATORS,
    "POST /ingest/{source}/pause": FOR_OPERATORS,
    "POST /ingest/{source}/resume": FOR_OPERATORS,
    "POST /ingest/{source}/replay": FOR_OPERATORS,
    "GET /tenants": FOR_MEMBERS_OF_ANY | AND_PARTNERS,
    "POST /tenants": FOR_OPERATORS,
    "GET /tenants/{slug}": FOR_MEMBERS_OF_THE_TENANT | AND_PARTNERS,
    "PATCH /tenants/{slug}": FOR_OPERATORS,
    "DELETE /tenants/{slug}": FOR_OPERATORS,
    "POST /tenants/{slug}/suspend": FOR_OPERATORS,
    "POST /tenants/{slug}/resume": FOR_OPERATORS,
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
    "POST /flags/evaluate": FOR_ALL_BUT_THE_DEACTIVATED,
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
