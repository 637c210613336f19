"""Puts a source together: the same few lines for each."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from beanie import Document
from bus import Client, Service
from chassis import AuditTrail, Chassis
from chassis.lease import Lease
from contracts.faults import Fault
from contracts.ingest.v1 import INGEST_SERVICE

from ingest.documents import PositionDocument, SourceDocument
from ingest.front import Front, own
from ingest.listener import listen
from ingest.mirror import Mirror
from ingest.position import Position
from ingest.publishing import Publisher
from ingest.recording import Recorder
from ingest.service import IngestService
from ingest.settings import Settings
from ingest.store import SourceStore
from ingest.telemetry import Figures
from ingest.webhook import Webhook
from ingest.worker import Transport, Worker

DOCUMENTS: Sequence[type[Document]] = (SourceDocument, PositionDocument)
_VERSION = "1.0.0"
_FIGURES_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a source's transport is made of."""

    mirror: Mirror
    figures: Figures
    recorder: Recorder
    store: SourceStore

    async def is_paused(self) -> bool:
        """Say whether an operator has paused the source; while the database is away nobody has."""
        try:
            return (await self.store.state()).paused
        except Fault:
            # What pushes keeps its events for minutes only: the database's trouble loses none.
            return False


async def compose(chassis: Chassis[Any], source: str, *, is_replayable: bool = True) -> Parts:
    """Bind the rpcs of one source, and its part in answering for all."""
    settings: Settings = chassis.settings
    figures = Figures(source)
    parts = Parts(
        mirror=Mirror(chassis.connection),
        figures=figures,
        recorder=Recorder(Publisher(chassis.connection, source=source), figures),
        store=SourceStore(source, chassis.outbox),
    )
    chassis.figures["ingest"] = figures.tell
    service = IngestService(
        parts.store,
        AuditTrail(settings.service),
        is_enabled=settings.enabled,
        is_replayable=is_replayable,
    )
    chassis.serve(service, [own(rpc, source) for rpc in INGEST_SERVICE])
    front = Service(
        chassis.connection,
        name="ingest",
        version=_VERSION,
        description="Answers for all ingest services.",
        metadata={"source": source},
        data=figures.tell,
    )
    front.serve(Front(Client(chassis.connection), sources=settings.sources), INGEST_SERVICE)
    chassis.background(_serving(front))
    await parts.store.prepare()
    if settings.enabled:
        chassis.background(parts.mirror.follow())
    return parts


def work(
    chassis: Chassis[Any], parts: Parts, transport: Transport, *, interval_seconds: float
) -> Worker:
    """Let one of all instances poll or tail, once the directory is known."""
    settings: Settings = chassis.settings
    seconds = settings.lease_seconds or interval_seconds
    worker = Worker(
        transport,
        parts.store,
        parts.figures,
        lease=Lease(
            parts.store, name=parts.store.source, holder=chassis.service.id, seconds=seconds
        ),
        interval_seconds=interval_seconds,
    )
    if settings.enabled:
        chassis.background(_after(parts.mirror, worker.run))
    return worker


def accept(
    chassis: Chassis[Any],
    parts: Parts,
    webhook: Webhook,
    *,
    host: str,
    port: int,
    beside_a_poll: bool = False,
) -> None:
    """Let every instance accept what is pushed, once the directory is known."""
    settings: Settings = chassis.settings
    if settings.enabled:
        app = webhook.application()
        chassis.background(_after(parts.mirror, partial(listen, app, host=host, port=port)))
        chassis.background(_keep_figures(parts, tells_problem=not beside_a_poll))


async def _keep_figures(parts: Parts, *, tells_problem: bool) -> None:
    """Store what no cursor is stored with; where there is a poll, the problem is the poll's."""
    position = Position(
        parts.store, parts.figures, epoch=None, cursor={}, tells_problem=tells_problem
    )
    while True:
        await asyncio.sleep(_FIGURES_SECONDS)
        if parts.figures.has_news:
            with suppress(Fault):
                await position.save_figures()


async def _after(mirror: Mirror, run: Callable[[], Any]) -> None:
    await mirror.loaded()
    await run()


async def _serving(service: Service) -> None:
    await service.start()
    try:
        await asyncio.Event().wait()
    finally:
        await service.stop()
