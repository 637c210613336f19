"""How the parts of provisioning hang together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import aiohttp
from bus import Consumer
from bus.backoff import Backoff
from chassis import AuditTrail, Chassis, now
from chassis.awaiting import until_there
from contracts.tenant.v1 import INTEGRATION_SERVICE, PROVISIONING_SERVICE

from tenant.changing import Changing
from tenant.identities.linking import Linking
from tenant.people.store import UserStore
from tenant.provisioning.acquaintance import Acquaintance
from tenant.provisioning.aims import Aims
from tenant.provisioning.breaker import Breaker
from tenant.provisioning.consequences import Consequences
from tenant.provisioning.documents import ProvisioningDocument
from tenant.provisioning.history import ProvisioningHistory
from tenant.provisioning.integration import Integration
from tenant.provisioning.memory.documents import RememberedDocument
from tenant.provisioning.memory.store import MemoryStore
from tenant.provisioning.pauses.documents import IntegrationDocument
from tenant.provisioning.pauses.service import IntegrationService
from tenant.provisioning.pauses.store import PauseStore
from tenant.provisioning.queue.documents import WorkDocument
from tenant.provisioning.queue.store import WorkQueue
from tenant.provisioning.reactions import Reactions
from tenant.provisioning.reconciler import Reconciler
from tenant.provisioning.rounds import Rounds
from tenant.provisioning.service import ProvisioningService
from tenant.provisioning.settings import ProvisioningSettings
from tenant.provisioning.store import ProvisioningStore
from tenant.provisioning.systems import configured
from tenant.provisioning.teardown import Teardown
from tenant.provisioning.visiting import Visitor
from tenant.provisioning.worker import Worker
from tenant.store import TenantStore

DOCUMENTS = (ProvisioningDocument, IntegrationDocument, WorkDocument, RememberedDocument)
_MINUTE = 60.0
S = TypeVar("S", bound=ProvisioningSettings)


@dataclass(frozen=True, slots=True)
class Parts:
    """What others need of it."""

    teardown: Teardown
    # Those that have an address.
    systems: tuple[str, ...]


async def compose(
    chassis: Chassis[S],
    *,
    tenants: TenantStore,
    users: UserStore,
    changing: Changing,
    linking: Linking,
    audit: AuditTrail,
) -> Parts:
    """Serve the rpcs, and work where a system is configured."""
    settings = chassis.settings
    store, memory, queue = ProvisioningStore(chassis.outbox), MemoryStore(), WorkQueue()
    pauses, history = PauseStore(chassis.outbox), ProvisioningHistory(audit)
    rounds = Rounds(
        [
            Reconciler(
                system,
                memory,
                Breaker(pause_seconds=settings.provisioning_circuit_seconds),
                settle=timedelta(seconds=settings.provisioning_settle_seconds),
            )
            for system in _systems(chassis)
        ]
    )
    aims = Aims(store, memory, takes_unproven=settings.provision_unproven_domains)
    consequences = Consequences(tenants, changing, Acquaintance(users, linking))
    visitor = Visitor(
        store,
        aims,
        rounds,
        pauses,
        history,
        consequences,
        repairs_drift=settings.provisioning_resync == "repair",
        resync=_steady(settings.provisioning_resync_minutes * _MINUTE),
        retry=Backoff(
            first_seconds=settings.provisioning_first_retry_seconds,
            ceiling_seconds=settings.provisioning_longest_retry_seconds,
        ),
    )
    worker = Worker(
        queue,
        visitor,
        at_once=settings.provisioning_workers,
        lease=timedelta(seconds=settings.provisioning_lease_seconds),
    )
    service = ProvisioningService(
        tenants, store, queue, rounds, aims, history, chassis.outbox, wake=worker.wake
    )
    chassis.serve(service, PROVISIONING_SERVICE)
    integrations = IntegrationService(pauses, queue, rounds, history, wake=worker.wake)
    chassis.serve(integrations, INTEGRATION_SERVICE)
    is_needed = bool(rounds.names)
    if is_needed:
        follow = Reactions(queue, worker.wake).follow
        chassis.consume(
            Consumer(chassis.connection, stream="EVENTS", durable="tenant", handler=follow)
        )
        chassis.background(worker.run())
        chassis.background(_catch_up(store, queue, rounds))
    teardown = Teardown(store, queue, memory, is_needed=is_needed, wake=worker.wake)
    return Parts(teardown, rounds.names)


def _systems(chassis: Chassis[S]) -> Sequence[Integration]:
    if not chassis.settings.has_systems:
        return ()
    session = aiohttp.ClientSession()
    chassis.background(_closing(session))
    return configured(chassis.settings, session)


def _steady(seconds: float) -> Backoff:
    """Return a wait of about this length: not all tenants at once."""
    return Backoff(first_seconds=seconds, ceiling_seconds=seconds, jitter=0.2)


async def _catch_up(store: ProvisioningStore, queue: WorkQueue, rounds: Rounds) -> None:
    """Let those be worked on that were made before a system was configured."""

    async def touch_all() -> None:
        for slug in await store.unknown_in_all(rounds.names):
            await queue.touch(slug, at=now())

    await until_there("provisioning", touch_all)


async def _closing(session: aiohttp.ClientSession) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        await session.close()
