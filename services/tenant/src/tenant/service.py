"""Commands and queries about tenants: one method per rpc."""

from functools import partial

from bus import current_actor
from chassis import Clock, now, scope_of, uuid7
from chassis.pages import page_of
from contracts.tenant import v1

from tenant import lifecycle, rules
from tenant.changing import Changing
from tenant.documents import TenantDocument
from tenant.domains import names
from tenant.history import History, snapshot
from tenant.listing import Listing
from tenant.quotas import PlanLimits
from tenant.searching import keep_searchable
from tenant.store import TenantStore

_PAGE = 50


class TenantService(v1.TenantService):
    """Tenants from creation to deletion."""

    def __init__(
        self, store: TenantStore, history: History, *, limits: PlanLimits, clock: Clock = now
    ) -> None:
        self._store = store
        self._history = history
        self._limits = limits
        self._listing = Listing()
        self._clock = clock
        self._change = Changing(store, history, clock=clock).change

    async def create_tenant(self, request: v1.CreateTenantRequest) -> v1.CreateTenantResponse:
        """Without integrations a tenant is active at once."""
        moment = self._clock()
        tenant = TenantDocument(
            id=uuid7(),
            slug=request.slug,
            name=rules.named(request.name),
            plan=request.plan or "starter",
            status="active",
            contact=request.contact,
            billing_address=request.billing_address,
            quota_overrides=request.quota_overrides,
            partner_slug=request.partner_slug,
            created_at=moment,
            updated_at=moment,
        )
        tenant.set_domains(names.normalised(request.domains), at=moment)
        self._limits.settle(tenant)
        keep_searchable(tenant)
        await self._store.insert(tenant, self._history.of("created", tenant, before=None))
        return v1.CreateTenantResponse(tenant=snapshot(tenant))

    async def get_tenant(self, request: v1.GetTenantRequest) -> v1.GetTenantResponse:
        """Others' tenants don't exist for a member: the same 404 as for none."""
        tenant = await self._store.get(scope_of(current_actor()), request.slug)
        return v1.GetTenantResponse(tenant=tenant)

    async def list_tenants(self, request: v1.ListTenantsRequest) -> v1.ListTenantsResponse:
        """The counts are for the same text, plan and partner in every status."""
        scope = scope_of(current_actor())
        limit = request.limit or _PAGE
        found = await self._listing.page(scope, request, limit=limit + 1)
        cursors = {tenant.id: cursor for tenant, cursor in found}
        items, next_cursor = page_of(
            [tenant for tenant, _ in found], limit=limit, cursor=lambda last: cursors[last.id]
        )
        counts = await self._listing.counts(scope, request)
        return v1.ListTenantsResponse(items=items, next_cursor=next_cursor, counts=counts)

    async def update_tenant(self, request: v1.UpdateTenantRequest) -> v1.UpdateTenantResponse:
        """Fields that were not sent stay; a version that isn't the newest is refused."""
        sent = request.model_fields_set

        def edit(tenant: TenantDocument) -> None:
            rules.ensure_version(tenant.slug, expected=request.version, stored=tenant.version)
            if sent - {"slug", "version"} - rules.HOLDS or tenant.status == "purged":
                rules.ensure_alive(tenant.slug, status=tenant.status)
            if request.name is not None:
                tenant.name = rules.named(request.name)
            if "domains" in sent:
                tenant.set_domains(names.normalised(request.domains), at=self._clock())
            if "contact" in sent:
                tenant.contact = request.contact
            if "billing_address" in sent:
                tenant.billing_address = request.billing_address
            self._allow(tenant, request)
            if "partner_slug" in sent:
                tenant.partner_slug = request.partner_slug
            if request.deletion_protection is not None:
                tenant.deletion_protection = request.deletion_protection
            if request.legal_hold is not None:
                tenant.legal_hold = request.legal_hold
            keep_searchable(tenant)

        return v1.UpdateTenantResponse(tenant=await self._change(request.slug, "updated", edit))

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

    def _allow(self, tenant: TenantDocument, request: v1.UpdateTenantRequest) -> None:
        """Set plan and overrides, and what follows from them."""
        if request.plan is not None:
            tenant.plan = request.plan
        if "quota_overrides" in request.model_fields_set:
            tenant.quota_overrides = request.quota_overrides
        self._limits.settle(tenant)
