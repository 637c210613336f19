"""Attaches tenants to partners and detaches them."""

from collections.abc import Sequence

from chassis import Clock, OutboxEntry, now
from contracts.tenant.v1 import Tenant

from tenant.documents import TenantDocument
from tenant.history import History, snapshot
from tenant.resale.rules import ensure_free
from tenant.resale.spells import followed
from tenant.rules import ensure_alive
from tenant.store import TenantStore


class Attachments:
    """Which partner a tenant has: the same change as by PATCH, so the same entry and event."""

    def __init__(self, tenants: TenantStore, history: History, *, clock: Clock = now) -> None:
        self._tenants = tenants
        self._history = history
        self._clock = clock

    async def attach(self, slug: str, *, partner_slug: str) -> Tenant:
        """Idempotent; the tenant must be alive and have no other partner."""

        def decide(tenant: TenantDocument) -> Sequence[OutboxEntry]:
            ensure_alive(slug, status=tenant.status)
            ensure_free(slug, current=tenant.partner_slug, wanted=partner_slug)
            return self._moved(tenant, to=partner_slug)

        return snapshot(await self._tenants.change(slug, decide))

    async def detach(self, slug: str, *, partner_slug: str) -> Tenant:
        """Idempotent; somebody else's tenant stays theirs."""

        def decide(tenant: TenantDocument) -> Sequence[OutboxEntry]:
            if tenant.partner_slug != partner_slug:
                return ()
            return self._moved(tenant, to=None)

        return snapshot(await self._tenants.change(slug, decide))

    def _moved(self, tenant: TenantDocument, *, to: str | None) -> Sequence[OutboxEntry]:
        if tenant.partner_slug == to:
            return ()
        before = snapshot(tenant)
        tenant.partner_slug, tenant.updated_at = to, self._clock()
        tenant.spells = followed(tenant.spells, to, at=tenant.updated_at)
        return self._history.of("updated", tenant, before=before)
