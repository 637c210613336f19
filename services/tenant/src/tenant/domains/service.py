"""Commands and queries about the domains of tenants: one method per rpc."""

from bus import current_actor
from chassis import Clock, now, scope_of
from contracts.tenant import v1

from tenant import rules
from tenant.changing import Changing
from tenant.documents import TenantDocument
from tenant.domains import names, proofs
from tenant.domains.resolver import Resolver
from tenant.listing.findable import keep_findable
from tenant.people.rules import ADMINS
from tenant.store import TenantStore


class DomainService(v1.DomainService):
    """Domains, and the proof that they are the tenant's own."""

    def __init__(
        self, store: TenantStore, changing: Changing, resolver: Resolver, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._change = changing.change
        self._resolver = resolver
        self._clock = clock

    async def list_tenant_domains(
        self, request: v1.ListTenantDomainsRequest
    ) -> v1.ListTenantDomainsResponse:
        """In the order in which they are kept; there are never so many that pages were needed."""
        return v1.ListTenantDomainsResponse(items=await self._shown(request.slug))

    async def add_tenant_domain(
        self, request: v1.AddTenantDomainRequest
    ) -> v1.AddTenantDomainResponse:
        """Idempotent: adding one's own domain again shows its record again."""
        await self._shown(request.slug)
        domain = names.normalised_one(request.domain)

        def edit(tenant: TenantDocument) -> None:
            rules.ensure_alive(tenant.slug, status=tenant.status)
            if domain not in tenant.domains:
                names.ensure_room(len(tenant.domains))
                _set(tenant, [*tenant.domains, domain])

        def _set(tenant: TenantDocument, domains: list[str]) -> None:
            tenant.set_domains(domains, at=self._clock())
            keep_findable(tenant)

        await self._change(request.slug, "updated", edit, action="domain.added", domain=domain)
        return v1.AddTenantDomainResponse(domain=await self._one(request.slug, domain))

    async def remove_tenant_domain(
        self, request: v1.RemoveTenantDomainRequest
    ) -> v1.RemoveTenantDomainResponse:
        """A domain that isn't there is not found: nobody removes by mistake what they misspelt."""
        await self._shown(request.slug)
        domain = names.normalised_one(request.domain)

        def edit(tenant: TenantDocument) -> None:
            rules.ensure_alive(tenant.slug, status=tenant.status)
            proofs.proof_of(tenant.proofs, domain)
            tenant.set_domains([one for one in tenant.domains if one != domain], at=self._clock())
            keep_findable(tenant)

        await self._change(request.slug, "updated", edit, action="domain.removed", domain=domain)
        return v1.RemoveTenantDomainResponse(items=await self._shown(request.slug))

    async def verify_tenant_domain(
        self, request: v1.VerifyTenantDomainRequest
    ) -> v1.VerifyTenantDomainResponse:
        """Idempotent: what is verified stays verified, whatever DNS says later."""
        await self._shown(request.slug)
        domain = names.normalised_one(request.domain)
        shown = await self._one(request.slug, domain)
        if shown.state == "pending":
            texts = await self._resolver.texts(shown.record_name)

            def edit(tenant: TenantDocument) -> None:
                rules.ensure_alive(tenant.slug, status=tenant.status)
                # Read again: meanwhile the domain may have been removed, and come back with
                # another token.
                proofs.ensure_proven(proofs.proof_of(tenant.proofs, domain), texts)
                tenant.proofs = proofs.proven(tenant.proofs, domain, at=self._clock())
                tenant.verified_domains = proofs.verified(tenant.proofs)

            await self._change(
                request.slug, "updated", edit, action="domain.verified", domain=domain
            )
        return v1.VerifyTenantDomainResponse(domain=await self._one(request.slug, domain))

    async def _shown(self, slug: str) -> list[v1.TenantDomain]:
        """Others' tenants don't exist for an admin: the same 404 as for none."""
        scope = scope_of(current_actor(), roles=ADMINS)
        return [proof.shown() for proof in await self._store.proofs(scope, slug)]

    async def _one(self, slug: str, domain: str) -> v1.TenantDomain:
        scope = scope_of(current_actor(), roles=ADMINS)
        return proofs.proof_of(await self._store.proofs(scope, slug), domain).shown()
