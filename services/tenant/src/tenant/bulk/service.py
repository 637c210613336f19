"""Suspends, resumes or changes the plan of many tenants."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bus import current_actor
from chassis import Scope
from contracts.faults import Fault
from contracts.tenant import v1

from tenant import lifecycle, rules
from tenant.bulk.previews import Previews
from tenant.bulk.rules import (
    FREE,
    MOST,
    DryRunOutdated,
    DryRunRequired,
    ensure_complete,
    ensure_few,
    fingerprint,
)
from tenant.changing import Changing, Edit
from tenant.documents import TenantDocument
from tenant.listing.store import ListingStore
from tenant.quotas import PlanLimits
from tenant.store import TenantStore

_AT_ONCE = 8


class BulkService(v1.BulkService):
    """Each tenant is changed by itself: what refuses one keeps nobody else."""

    def __init__(
        self,
        store: TenantStore,
        listing: ListingStore,
        changing: Changing,
        *,
        limits: PlanLimits,
        previews: Previews,
    ) -> None:
        self._store = store
        self._listing = listing
        self._changing = changing
        self._limits = limits
        self._previews = previews

    async def change_tenants(self, request: v1.ChangeTenantsRequest) -> v1.ChangeTenantsResponse:
        """Looks first, changes then: above the limit only what a dry run has shown."""
        ensure_complete(request)
        slugs = await self._meant(request)
        planned = await self._each(slugs, partial(self._look, request))
        affected = [item.slug for item in planned if item.outcome == "would_change"]
        actor = current_actor()
        told = fingerprint(request, affected, actor=actor.id if actor else "")
        if request.dry_run:
            token, until = await self._previews.keep(told)
            return _reply(planned, token=token, expires_at=until)
        if request.token is not None:
            if not await self._previews.redeem(request.token, told):
                raise DryRunOutdated
        elif len(affected) > FREE:
            raise DryRunRequired(len(affected))
        done = {item.slug: item for item in await self._each(affected, partial(self._do, request))}
        return _reply([done.get(item.slug, item) for item in planned])

    async def _meant(self, request: v1.ChangeTenantsRequest) -> list[str]:
        if request.filter is None:
            return sorted(set(request.slugs))
        asked = v1.ListTenantsRequest.model_validate(request.filter.model_dump(exclude_none=True))
        found = await self._listing.page(Scope(None), asked, limit=MOST + 1)
        ensure_few(len(found))
        return [tenant.slug for tenant, _ in found]

    def _edit(self, request: v1.ChangeTenantsRequest) -> tuple[str, Edit]:
        if request.action == "suspend":
            return "suspended", partial(lifecycle.suspend, reason=request.reason or "")
        if request.action == "resume":
            return "resumed", lifecycle.resume

        def change_plan(tenant: TenantDocument) -> None:
            rules.ensure_alive(tenant.slug, status=tenant.status)
            if request.plan is not None and tenant.plan != request.plan:
                tenant.plan = request.plan
                self._limits.settle(tenant)

        return "updated", change_plan

    async def _look(self, request: v1.ChangeTenantsRequest, slug: str) -> v1.TenantChange:
        tenant = await self._store.document(slug)
        before = _shown(request, tenant)
        self._edit(request)[1](tenant)
        after = _shown(request, tenant)
        outcome = "unchanged" if after == before else "would_change"
        return _change(slug, outcome, before=before, after=after)

    async def _do(self, request: v1.ChangeTenantsRequest, slug: str) -> v1.TenantChange:
        verb, edit = self._edit(request)
        before = ""

        def noting(tenant: TenantDocument) -> None:
            nonlocal before
            before = _shown(request, tenant)
            edit(tenant)

        reason = request.reason or ""
        after = _shown(request, await self._changing.change(slug, verb, noting, reason=reason))
        outcome = "unchanged" if after == before else "changed"
        return _change(slug, outcome, before=before, after=after)

    @staticmethod
    async def _each(
        slugs: Sequence[str], work: Callable[[str], Awaitable[v1.TenantChange]]
    ) -> list[v1.TenantChange]:
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(slug: str) -> v1.TenantChange:
            async with room:
                try:
                    return await work(slug)
                except Fault as fault:
                    problem = fault.problem()
                    return _change(slug, "refused", reason=problem.reason, detail=problem.detail)

        return list(await asyncio.gather(*(one(slug) for slug in slugs)))


def _shown(request: v1.ChangeTenantsRequest, tenant: v1.Tenant) -> str:
    return tenant.plan if request.action == "change_plan" else tenant.status


def _change(slug: str, outcome: str, **said: str) -> v1.TenantChange:
    return v1.TenantChange.model_validate({"slug": slug, "outcome": outcome, **said})


def _reply(items: list[v1.TenantChange], **said: object) -> v1.ChangeTenantsResponse:
    counts = dict(Counter(item.outcome for item in items))
    return v1.ChangeTenantsResponse.model_validate({"items": items, "counts": counts, **said})
