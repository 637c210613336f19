"""Commands and queries about how other systems follow the tenants: one method per rpc."""

from collections.abc import Callable
from typing import Any

from bus import current_actor
from chassis import Clock, Outbox, OutboxEntry, Scope, now, scope_of
from chassis.transient import record
from contracts.tenant import v1

from tenant.provisioning.aims import Aims
from tenant.provisioning.awaiting import Awaiting
from tenant.provisioning.documents import ProvisioningDocument
from tenant.provisioning.history import ProvisioningHistory
from tenant.provisioning.queue.store import WorkQueue
from tenant.provisioning.rounds import Rounds
from tenant.provisioning.rules import SYSTEMS
from tenant.provisioning.store import ProvisioningStore
from tenant.provisioning.views import steps_of, view
from tenant.rules import ensure_alive
from tenant.store import TenantStore

_ADMINS = ("owner", "admin")
_WAIT_SECONDS = 10


class ProvisioningService(v1.ProvisioningService):
    """Says how systems stand, and lets them be worked on, or not."""

    def __init__(
        self,
        tenants: TenantStore,
        store: ProvisioningStore,
        queue: WorkQueue,
        rounds: Rounds,
        aims: Aims,
        history: ProvisioningHistory,
        outbox: Outbox,
        *,
        wake: Callable[[], None],
        clock: Clock = now,
    ) -> None:
        self._tenants = tenants
        self._store = store
        self._queue = queue
        self._rounds = rounds
        self._aims = aims
        self._history = history
        self._outbox = outbox
        self._wake = wake
        self._clock = clock
        self._awaiting = Awaiting(store)

    async def get_provisioning(
        self, request: v1.GetProvisioningRequest
    ) -> v1.GetProvisioningResponse:
        """At once, or when the generation that is asked for was observed."""
        scope = _scope()
        await self._tenants.get(scope, request.slug)
        if request.generation:
            seconds = _WAIT_SECONDS if request.wait_seconds is None else request.wait_seconds
            await self._awaiting.observed(request.slug, request.generation, seconds=seconds)
        return v1.GetProvisioningResponse(provisioning=await self._view(scope, request.slug))

    async def reconcile_tenant(
        self, request: v1.ReconcileTenantRequest
    ) -> v1.ReconcileTenantResponse:
        """A dry run leaves nothing behind, here or there."""
        scope = _scope()
        tenant = await self._tenants.get(scope, request.slug)
        if request.dry_run:
            return await self._compare(scope, tenant)
        entry = self._history.entry("tenant.reconcile_requested", tenant)
        await record(self._outbox, entry)
        if not self._rounds.names:
            provisioning = await self._view(scope, request.slug)
            return v1.ReconcileTenantResponse(done=True, provisioning=provisioning)
        generation = await self._queue.touch(request.slug, at=self._clock())
        self._wake()
        done = await self._awaiting.observed(
            request.slug, generation, seconds=request.wait_seconds or 0
        )
        return v1.ReconcileTenantResponse(
            generation=generation, done=done, provisioning=await self._view(scope, request.slug)
        )

    async def pause_provisioning(
        self, request: v1.PauseProvisioningRequest
    ) -> v1.PauseProvisioningResponse:
        """Idempotent: what is paused stays so."""
        provisioning = await self._pause(
            request.slug, request.integration, "paused", reason=request.reason or ""
        )
        return v1.PauseProvisioningResponse(provisioning=provisioning)

    async def unpause_provisioning(
        self, request: v1.UnpauseProvisioningRequest
    ) -> v1.UnpauseProvisioningResponse:
        """Idempotent: what isn't paused is only reconciled."""
        provisioning = await self._pause(request.slug, request.integration, "unpaused")
        return v1.UnpauseProvisioningResponse(provisioning=provisioning)

    async def _pause(
        self, slug: str, integration: str | None, verb: str, *, reason: str = ""
    ) -> v1.Provisioning:
        scope = _scope()
        tenant = await self._tenants.get(scope, slug)
        ensure_alive(slug, status=tenant.status)
        named = {integration} if integration else set(SYSTEMS)

        def decide(document: ProvisioningDocument) -> list[OutboxEntry]:
            held = set(document.paused)
            wanted = held | named if verb == "paused" else held - named
            if wanted == held:
                return []
            document.paused = sorted(wanted)
            told: dict[str, Any] = {"integrations": sorted(wanted ^ held)}
            if reason:
                told["reason"] = reason
            return [self._history.entry(f"provisioning.{verb}", tenant, told)]

        await self._store.change(tenant, decide)
        if self._rounds.names:
            await self._queue.touch(slug, at=self._clock())
            self._wake()
        return await self._view(scope, slug)

    async def _compare(self, scope: Scope, tenant: v1.Tenant) -> v1.ReconcileTenantResponse:
        target = await self._aims.of(tenant)
        held = await self._store.read(tenant.slug)
        known = [state.integration for state in held.integrations] if held else []
        attempts = await self._rounds.go(target, known=known, acts=False)
        return v1.ReconcileTenantResponse(
            steps=steps_of(attempts),
            failures={one.integration: str(one.failure) for one in attempts if one.failure},
            provisioning=await self._view(scope, tenant.slug),
        )

    async def _view(self, scope: Scope, slug: str) -> v1.Provisioning:
        document, waiting = await self._store.read(slug), await self._queue.waiting(slug)
        return view(slug, document, waiting, in_words=scope.tenants is None)


def _scope() -> Scope:
    return scope_of(current_actor(), roles=_ADMINS)
