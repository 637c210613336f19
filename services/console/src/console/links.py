"""Where the console shows a thing that an entry or an incident names."""

from urllib.parse import quote

from contracts.audit.v1 import Entry

_PAGES = {"tenant": "/tenants/", "partner": "/partners/", "flag": "/flags/"}


def resource(entry: Entry) -> str:
    """Return the page of what was acted on; empty where there is none."""
    kind = entry.resource_type
    if kind == "tenant" and entry.tenant_slug:
        return f"/tenants/{entry.tenant_slug}"
    if kind == "subscription" and entry.tenant_slug:
        return f"/tenants/{entry.tenant_slug}/billing"
    if kind == "user" and entry.tenant_slug:
        return f"/tenants/{entry.tenant_slug}/users"
    if kind == "partner" and entry.partner_slug:
        return f"/partners/{entry.partner_slug}"
    if kind == "incident":
        return f"/infrastructure/incidents/{quote(entry.resource_id)}"
    name = entry.resource_name or entry.resource_id
    return f"{_PAGES[kind]}{quote(name, safe='')}" if kind in _PAGES and name else ""
