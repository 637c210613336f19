"""What a tenant is found by, and how its name sorts."""

from tenant import search
from tenant.documents import TenantDocument
from tenant.domains import names


def keep_findable(tenant: TenantDocument) -> None:
    """Index slug, name and domains anew, these as stored and as people write them."""
    tenant.sort_name = tenant.name.casefold()
    shown = map(names.readable, tenant.domains)
    tenant.search = search.tokens([tenant.slug, tenant.name, *tenant.domains, *shown])
