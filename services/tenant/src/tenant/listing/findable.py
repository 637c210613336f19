"""What a tenant is found by."""

from tenant import domains, search
from tenant.documents import TenantDocument


def tokens_of(tenant: TenantDocument) -> list[str]:
    """Return the tokens of slug, name and domains, these as stored and as people write them."""
    shown = map(domains.readable, tenant.domains)
    return search.tokens([tenant.slug, tenant.name, *tenant.domains, *shown])
