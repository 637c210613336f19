"""Commands and queries about tenants: one method per rpc."""

from functools import partial

from bus import current_actor
from chassis import Clock, Scope, now, scope_of, uuid7
from chassis.pages import page_of
from contracts.tenant import v1

from tenant import lifecycle, permissions, rules, updates
from tenant.changing import Changing
from tenant.documents import TenantDocument
from tenant.domains import names
from tenant.founding import Founding
from tenant.history import History, snapshot
from tenant.integrations import Integrations
from tenant.listing.findable import keep_findable
from tenant.listing.store import ListingStore
from tenant.people.rules import ADMINS
from tenant.quotas import PlanLimits
from tenant.resale.partners import Partners
from tenant.resale.spells import followed
from tenant.store import TenantStore

_PAGE = 50


class TenantService(v1.TenantService):
    """Tenants from creation to deletion."""

    def __init__(
        self,
        store: TenantStore,
        listing: ListingStore,
        history: History,
        *,
        partners: Partners,
        limits: PlanLimits,
        integrations: Integrations,
        founding: Founding,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._listing = listing
        self._history = history
        self._partners = partners
        self._limits = limits
        self._integrations = integrations
        self._founding = founding
        self._clock = clock
        self._change = Changing(store, history, clock=clock).change

    async def create_tenant(self, request: v1.CreateTenantRequest) -> v1.CreateTenantResponse:
        """Without integrations that the provider runs a tenant is active at once."""
        permissions.ensure_may_say(request)
        founder = permissions.customer()
        if founder is not None:
            await self._founding.ensure_room(founder.id)
        await self._partners.ensure_acceptable(request.partner_slug)
        moment = self._clock()
        wanted = self._integrations.wanted(request)
        tenant = TenantDocument(
            id=uuid7(),
            slug=request.slug,
            name=rules.named(request.name),
            plan=request.plan or "starter",
            status="pending" if self._integrations.needs_work(wanted) else "active",
            integrations=wanted,
            contact=request.contact,
            billing_address=request.billing_address,
            quota_overrides=request.quota_overrides,
            partner_slug=request.partner_slug,
            founder=founder.id if founder else None,
            awaits_owner=True if founder else None,
            created_at=moment,
            updated_at=moment,
        )
        tenant.set_domains(names.normalised(request.domains), at=moment)
        tenant.spells = followed([], tenant.partner_slug, at=moment)
        self._limits.settle(tenant)
        keep_findable(tenant)
        await self._store.insert(tenant, self._history.of("created", tenant, before=None))
        if founder is not None:
            await self._founding.complete(tenant.slug, founder.id)
        return v1.CreateTenantResponse(tenant=permissions.as_shown(snapshot(tenant)))

    async def get_tenant(self, request: v1.GetTenantRequest) -> v1.GetTenantResponse:
        """Others' tenants don't exist for a member: the same 404 as for none."""
        tenant = await self._store.get(scope_of(current_actor()), request.slug)
        return v1.GetTenantResponse(tenant=tenant)

    async def list_tenants(self, request: v1.ListTenantsRequest) -> v1.ListTenantsResponse:
        """The counts are for the same text, plan and partner in every status."""
        scope = scope_of(current_actor())
        limit = request.limit or _PAGE
        found, counts = await self._listing.both(scope, request, limit=limit + 1)
        cursors = {tenant.id: cursor for tenant, cursor in found}
        items, next_cursor = page_of(
            [tenant for tenant, _ in found], limit=limit, cursor=lambda last: cursors[last.id]
        )
        return v1.ListTenantsResponse(items=items, next_cursor=next_cursor, counts=counts)

    async def update_tenant(self, request: v1.UpdateTenantRequest) -> v1.UpdateTenantResponse:
        """Fields that were not sent stay; a version that isn't the newest is refused."""
        # Others' tenants don't exist for an admin: the same 404 as for none.
        await self._store.get(scope_of(current_actor(), roles=ADMINS), request.slug)
        permissions.ensure_may_say(request)
        if request.partner_slug is not None:
            held = (await self._store.get(Scope(None), request.slug)).partner_slug
            await self._partners.ensure_acceptable(request.partner_slug, held=held)

        def edit(tenant: TenantDocument) -> None:
            updates.take_over(tenant, request, limits=self._limits, at=self._clock())

        changed = await self._change(request.slug, "updated", edit)
        return v1.UpdateTenantResponse(tenant=permissions.as_shown(changed))

    async def suspend_tenant(self, request: v1.SuspendTenantRequest) -> v1.SuspendTenantResponse:
        """Idempotent: suspending twice keeps the first reason."""
        edit = partial(lifecycle.suspend, reason=request.reason)
        tenant = await self._change(request.slug, "suspended", edit, reason=request.reason)
        return v1.SuspendTenantResponse(tenant=tenant)

    async def resume_tenant(self, request: v1.ResumeTenantRequest) -> v1.ResumeTenantResponse:
        """Idempotent: resuming what is alive and not suspended changes nothing."""
        tenant = await self._change(request.slug, "resumed", lifecycle.resume)
        return v1.ResumeTenantResponse(tenant=tenant)

    async def delete_tenant(self, request: v1.DeleteTenantRequest) -> v1.DeleteTenantResponse:
        """Idempotent and soft: operators still read it, and its slug and domains stay taken."""
        reason = request.reason or ""
        edit = partial(lifecycle.delete, reason=reason, at=self._clock())
        tenant = await self._change(request.slug, "deleted", edit, reason=reason)
        return v1.DeleteTenantResponse(tenant=tenant)

    async def restore_tenant(self, request: v1.RestoreTenantRequest) -> v1.RestoreTenantResponse:
        """Idempotent: restoring what is alive changes nothing."""
        tenant = await self._change(request.slug, "restored", lifecycle.restore)
        return v1.RestoreTenantResponse(tenant=tenant)
