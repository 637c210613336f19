"""Lists the systems, and leaves one alone for all tenants."""

from collections.abc import Callable

from chassis import Clock, OutboxEntry, now
from contracts.tenant import v1

from tenant.provisioning.history import ProvisioningHistory
from tenant.provisioning.pauses.documents import IntegrationDocument
from tenant.provisioning.pauses.store import PauseStore
from tenant.provisioning.queue.store import WorkQueue
from tenant.provisioning.rounds import Rounds
from tenant.provisioning.rules import SYSTEMS


class IntegrationService(v1.IntegrationService):
    """Systems, not tenants."""

    def __init__(
        self,
        pauses: PauseStore,
        queue: WorkQueue,
        rounds: Rounds,
        history: ProvisioningHistory,
        *,
        wake: Callable[[], None],
        clock: Clock = now,
    ) -> None:
        self._pauses = pauses
        self._queue = queue
        self._rounds = rounds
        self._history = history
        self._wake = wake
        self._clock = clock

    async def list_integrations(
        self, request: v1.ListIntegrationsRequest
    ) -> v1.ListIntegrationsResponse:
        """By name."""
        del request
        documents = [await self._pauses.get_for_all(name) for name in SYSTEMS]
        return v1.ListIntegrationsResponse(items=[self._shown(one) for one in documents])

    async def pause_integration(
        self, request: v1.PauseIntegrationRequest
    ) -> v1.PauseIntegrationResponse:
        """Idempotent: pausing twice keeps the first reason."""

        def decide(document: IntegrationDocument) -> list[OutboxEntry]:
            if document.paused_at:
                return []
            document.paused_at, document.reason = self._clock(), request.reason
            return [self._history.integration("paused", document.id, reason=request.reason)]

        document = await self._pauses.change_for_all(request.integration, decide)
        return v1.PauseIntegrationResponse(integration=self._shown(document))

    async def unpause_integration(
        self, request: v1.UnpauseIntegrationRequest
    ) -> v1.UnpauseIntegrationResponse:
        """Idempotent. Every tenant is looked at again, for nobody knows what it missed."""

        def decide(document: IntegrationDocument) -> list[OutboxEntry]:
            if not document.paused_at:
                return []
            document.paused_at, document.reason = None, ""
            return [self._history.integration("unpaused", document.id)]

        document = await self._pauses.change_for_all(request.integration, decide)
        await self._queue.touch_all(at=self._clock())
        self._wake()
        return v1.UnpauseIntegrationResponse(integration=self._shown(document))

    def _shown(self, document: IntegrationDocument) -> v1.Integration:
        return v1.Integration(
            integration=document.id,
            paused=document.paused_at is not None,
            paused_reason=document.reason,
            paused_at=document.paused_at,
            circuit_open=self._rounds.is_open(document.id),
            configured=document.id in self._rounds.names,
        )
