"""Attaches tenants to partners and detaches them."""

from chassis import Clock, now
from contracts.tenant.v1 import Tenant

from tenant.changing import Changing
from tenant.documents import TenantDocument
from tenant.resale.rules import ensure_free
from tenant.resale.spells import followed
from tenant.rules import ensure_alive


class Attachments:
    """Which partner a tenant has: the same change as by PATCH, so the same entry and event."""

    def __init__(self, changing: Changing, *, clock: Clock = now) -> None:
        self._change = changing.change
        self._clock = clock

    async def attach(self, slug: str, *, partner_slug: str) -> Tenant:
        """Idempotent; the tenant must be alive and have no other partner."""

        def edit(tenant: TenantDocument) -> None:
            ensure_alive(slug, status=tenant.status)
            ensure_free(slug, current=tenant.partner_slug, wanted=partner_slug)
            self._move(tenant, to=partner_slug)

        return await self._change(slug, "updated", edit)

    async def detach(self, slug: str, *, partner_slug: str) -> Tenant:
        """Idempotent; somebody else's tenant stays theirs."""

        def edit(tenant: TenantDocument) -> None:
            if tenant.partner_slug == partner_slug:
                self._move(tenant, to=None)

        return await self._change(slug, "updated", edit)

    def _move(self, tenant: TenantDocument, *, to: str | None) -> None:
        tenant.partner_slug = to
        tenant.spells = followed(tenant.spells, to, at=self._clock())
