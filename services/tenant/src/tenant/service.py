"""Commands and queries about tenants: one method per rpc."""

from collections.abc import Callable, Sequence

from bus import current_actor
from chassis import Clock, OutboxEntry, now, scope_of, uuid7
from chassis.cursors import decode, encode
from chassis.pages import page_of
from contracts.tenant import v1

from tenant import domains, rules, search
from tenant.documents import TenantDocument
from tenant.history import History, snapshot
from tenant.store import TenantStore

_PAGE = 50


class TenantService(v1.TenantService):
    """Tenants from creation to deletion."""

    def __init__(self, store: TenantStore, history: History, *, clock: Clock = now) -> None:
        self._store = store
        self._history = history
        self._clock = clock

    async def create_tenant(self, request: v1.CreateTenantRequest) -> v1.CreateTenantResponse:
        """Without integrations a tenant is active at once."""
        moment = self._clock()
        tenant = TenantDocument(
            id=uuid7(),
            slug=request.slug,
            name=rules.named(request.name),
            plan=request.plan or "starter",
            status="active",
            domains=domains.normalised(request.domains),
            partner_slug=request.partner_slug,
            created_at=moment,
            updated_at=moment,
        )
        tenant.search = _searched(tenant)
        await self._store.insert(tenant, self._history.of("created", tenant, before=None))
        return v1.CreateTenantResponse(tenant=snapshot(tenant))

    async def get_tenant(self, request: v1.GetTenantRequest) -> v1.GetTenantResponse:
        """Others' tenants don't exist for a member: the same 404 as for none."""
        tenant = await self._store.get(scope_of(current_actor()), request.slug)
        return v1.GetTenantResponse(tenant=tenant)

    async def list_tenants(self, request: v1.ListTenantsRequest) -> v1.ListTenantsResponse:
        """Page by slug; the counts are for the same text in every status."""
        scope = scope_of(current_actor())
        words = search.words(request.q or "")
        limit = request.limit or _PAGE
        after = str(decode(request.cursor, kinds=(str,))[0]) if request.cursor else ""
        found = await self._store.page(
            scope, status=request.status, words=words, after=after, limit=limit + 1
        )
        items, next_cursor = page_of(found, limit=limit, cursor=lambda last: encode(last.slug))
        counts = await self._store.counts(scope, words=words)
        return v1.ListTenantsResponse(items=items, next_cursor=next_cursor, counts=counts)

    async def update_tenant(self, request: v1.UpdateTenantRequest) -> v1.UpdateTenantResponse:
        """Fields that were not sent stay; a version that isn't the newest is refused."""
        sent = request.model_fields_set

        def edit(tenant: TenantDocument) -> None:
            rules.ensure_version(tenant.slug, expected=request.version, stored=tenant.version)
            rules.ensure_alive(tenant.slug, status=tenant.status)
            if request.name is not None:
                tenant.name = rules.named(request.name)
            if request.plan is not None:
                tenant.plan = request.plan
            if "domains" in sent:
                tenant.domains = domains.normalised(request.domains)
            if "partner_slug" in sent:
                tenant.partner_slug = request.partner_slug
            tenant.search = _searched(tenant)

        return v1.UpdateTenantResponse(tenant=await self._change(request.slug, "updated", edit))

    async def suspend_tenant(self, request: v1.SuspendTenantRequest) -> v1.SuspendTenantResponse:
        """Idempotent: suspending twice keeps the first reason."""

        def edit(tenant: TenantDocument) -> None:
            if tenant.status == "suspended":
                return
            rules.ensure_transition(tenant.slug, current=tenant.status, target="suspended")
            tenant.suspended_from = tenant.status
            tenant.status, tenant.status_reason = "suspended", request.reason

        tenant = await self._change(request.slug, "suspended", edit, reason=request.reason)
        return v1.SuspendTenantResponse(tenant=tenant)

    async def resume_tenant(self, request: v1.ResumeTenantRequest) -> v1.ResumeTenantResponse:
        """Idempotent: resuming what is alive and not suspended changes nothing."""

        def edit(tenant: TenantDocument) -> None:
            if tenant.status in {"active", "pending"}:
                return
            rules.ensure_transition(tenant.slug, current=tenant.status, target="active")
            tenant.status = "pending" if tenant.suspended_from == "pending" else "active"
            tenant.status_reason, tenant.suspended_from = "", None

        return v1.ResumeTenantResponse(tenant=await self._change(request.slug, "resumed", edit))

    async def delete_tenant(self, request: v1.DeleteTenantRequest) -> v1.DeleteTenantResponse:
        """Idempotent and soft: operators still read it, and its slug and domains stay taken."""

        def edit(tenant: TenantDocument) -> None:
            if tenant.status == "deleted":
                return
            rules.ensure_transition(tenant.slug, current=tenant.status, target="deleted")
            tenant.status, tenant.status_reason = "deleted", request.reason or ""
            tenant.deleted_at = self._clock()

        tenant = await self._change(request.slug, "deleted", edit, reason=request.reason or "")
        return v1.DeleteTenantResponse(tenant=tenant)

    async def _change(
        self, slug: str, verb: str, edit: Callable[[TenantDocument], None], *, reason: str = ""
    ) -> v1.Tenant:
        """Load, edit, save with what the change leaves behind; no difference, no write."""

        def decide(tenant: TenantDocument) -> Sequence[OutboxEntry]:
            before = snapshot(tenant)
            edit(tenant)
            if snapshot(tenant) == before:
                return ()
            tenant.updated_at = self._clock()
            return self._history.of(verb, tenant, before=before, reason=reason)

        return snapshot(await self._store.change(slug, decide))


def _searched(tenant: TenantDocument) -> list[str]:
    shown = map(domains.readable, tenant.domains)
    return search.tokens([tenant.slug, tenant.name, *tenant.domains, *shown])
