"""One visit to a tenant: every system is looked at, and what was found is noted and told."""

from collections.abc import Mapping, Sequence
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
from tenant.provisioning.store import Decide, ProvisioningStore
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
        held = await self._store.read(work.slug)
        if tenant is None or (tenant.status == "purged" and held and held.state == "torn_down"):
            return Verdict(None)
        target = await self._aims.of(tenant)
        left_alone = await self._pauses.paused_in_all() | set(held.paused if held else ())
        acts = work.touched or self._repairs_drift
        known = [state.integration for state in held.integrations] if held else []
        attempts = await self._rounds.go(target, known=known, left_alone=left_alone, acts=acts)
        decide = self._noting(tenant, target, attempts, work)
        # Who waits for the generation finds everything that follows from it.
        expected = held or ProvisioningDocument(id=tenant.id, slug=tenant.slug)
        decide(expected)
        await self._consequences.follow(tenant, expected, attempts)
        document = await self._store.change(tenant, decide)
        return self._verdict(document, attempts, touched=work.touched)

    def _noting(
        self, tenant: Tenant, target: Target, attempts: Sequence[Attempt], work: Work
    ) -> Decide:
        """Return what writes down what was found, and what is to be told of it."""
        moment = self._clock()

        def decide(document: ProvisioningDocument) -> list[OutboxEntry]:
            before = document.state
            held = {state.integration: state for state in document.integrations}
            document.integrations = [
                assessed(
                    held.get(one.integration) or IntegrationState(integration=one.integration),
                    one,
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
            if target.access == "gone":
                document.absent = _with_absent(document.absent, attempts)
            document.space_id = space_of(attempts) or document.space_id
            return self._history.of(
                tenant,
                document,
                before=before,
                attempts=attempts,
                is_resync=not work.touched,
            )

        return decide

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


def _with_absent(
    before: Mapping[str, Sequence[str]], attempts: Sequence[Attempt]
) -> dict[str, list[str]]:
    """Add what was seen absent: once forgotten, the next look doesn't miss it any more."""
    seen = {
        one.integration: [" ".join(name) for name in one.outcome.absent]
        for one in attempts
        if one.outcome
    }
    return {
        name: sorted({*before.get(name, ()), *seen.get(name, ())})
        for name in before.keys() | seen.keys()
    }
