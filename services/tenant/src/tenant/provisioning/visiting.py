"""One visit to a tenant: every system is looked at, and what was found is noted and told."""

from collections.abc import Sequence
from dataclasses import dataclass

from bus.backoff import Backoff
from chassis import Clock, OutboxEntry, now
from contracts.tenant.v1 import IntegrationState, Tenant

from tenant.provisioning.aims import Aims
from tenant.provisioning.assessing import Attempt, assessed
from tenant.provisioning.consequences import Consequences, space_of
from tenant.provisioning.documents import ProvisioningDocument
from tenant.provisioning.history import ProvisioningHistory
from tenant.provisioning.pauses.store import PauseStore
from tenant.provisioning.queue.store import Work
from tenant.provisioning.rounds import Rounds
from tenant.provisioning.rules import overall
from tenant.provisioning.store import ProvisioningStore
from tenant.provisioning.target import Target


@dataclass(frozen=True, slots=True)
class Verdict:
    """When to come again, and whether there is something left to do then; None: never."""

    after_seconds: float | None
    touched: bool = False


class Visitor:
    """Whoever holds the tenant's lease visits, and nobody else."""

    def __init__(
        self,
        store: ProvisioningStore,
        aims: Aims,
        rounds: Rounds,
        pauses: PauseStore,
        history: ProvisioningHistory,
        consequences: Consequences,
        *,
        repairs_drift: bool,
        resync: Backoff,
        retry: Backoff,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._aims = aims
        self._rounds = rounds
        self._pauses = pauses
        self._history = history
        self._consequences = consequences
        self._repairs_drift = repairs_drift
        self._resync = resync
        self._retry = retry
        self._clock = clock

    async def visit(self, work: Work) -> Verdict:
        """Look at every system, act, note, tell; say when to come again."""
        tenant = await self._store.tenant(work.slug)
        if tenant is None:
            return Verdict(None)
        target = await self._aims.of(tenant)
        held = await self._store.find(work.slug)
        left_alone = await self._pauses.paused_in_all() | set(held.paused if held else ())
        acts = work.touched or self._repairs_drift
        attempts = await self._rounds.go(target, left_alone=left_alone, acts=acts)
        document = await self._note(tenant, target, attempts, work)
        await self._consequences.follow(tenant, document, attempts, generation=work.generation)
        return self._verdict(document, attempts, touched=work.touched)

    async def _note(
        self, tenant: Tenant, target: Target, attempts: Sequence[Attempt], work: Work
    ) -> ProvisioningDocument:
        moment = self._clock()

        def decide(document: ProvisioningDocument) -> list[OutboxEntry]:
            before = document.state
            held = {state.integration: state for state in document.integrations}
            document.integrations = [
                assessed(
                    held.get(one.integration) or IntegrationState(integration=one.integration),
                    one,
                    access=target.access,
                    generation=work.generation,
                    at=moment,
                )
                for one in sorted(attempts, key=lambda one: one.integration)
            ]
            document.state = overall(document.integrations, access=target.access)
            document.observed_generation = min(
                (state.observed_generation for state in document.integrations),
                default=work.generation,
            )
            document.absent = _absent(attempts) if target.access == "gone" else {}
            document.space_id = space_of(attempts) or document.space_id
            return self._history.of(
                tenant,
                document,
                before=before,
                attempts=attempts,
                is_resync=not work.touched,
            )

        return await self._store.change(tenant, decide)

    def _verdict(
        self, document: ProvisioningDocument, attempts: Sequence[Attempt], *, touched: bool
    ) -> Verdict:
        if document.state == "torn_down":
            return Verdict(None)
        failed = [one for one in attempts if one.failure]
        if not failed:
            return Verdict(self._resync.delay(1))
        failures = {state.integration: state.failures for state in document.integrations}
        waits = [
            max(
                self._retry.delay(max(1, failures[one.integration])),
                one.failure.retry_after_seconds if one.failure else 0.0,
            )
            for one in failed
        ]
        return Verdict(min(waits), touched=touched)


def _absent(attempts: Sequence[Attempt]) -> dict[str, list[str]]:
    return {
        one.integration: [" ".join(name) for name in one.outcome.absent]
        for one in attempts
        if one.outcome
    }
