"""Puts a source together: the same few lines for each."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from beanie import Document
from bus import Client, Service
from chassis import AuditTrail, Chassis
from chassis.lease import Lease
from contracts.faults import Fault
from contracts.ingest.v1 import INGEST_SERVICE

from ingest.documents import PositionDocument, SourceDocument
from ingest.front import Front, own
from ingest.mirror import Mirror
from ingest.position import Position
from ingest.publishing import Publisher
from ingest.service import IngestService
from ingest.settings import Settings
from ingest.store import SourceStore
from ingest.telemetry import Figures
from ingest.worker import Transport, Worker

DOCUMENTS: Sequence[type[Document]] = (SourceDocument, PositionDocument)
_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a source's transport is made of."""

    mirror: Mirror
    publisher: Publisher
    figures: Figures
    store: SourceStore


async def compose(chassis: Chassis[Any], source: str, *, is_pushed: bool = False) -> Parts:
    """Bind the rpcs of one source, and its part in answering for all."""
    settings: Settings = chassis.settings
    parts = Parts(
        mirror=Mirror(chassis.connection),
        publisher=Publisher(chassis.connection, source=source),
        figures=Figures(source),
        store=SourceStore(source, chassis.outbox),
    )
    service = IngestService(
        parts.store,
        AuditTrail(settings.service),
        is_enabled=settings.enabled,
        is_pushed=is_pushed,
    )
    chassis.serve(service, [own(rpc, source) for rpc in INGEST_SERVICE])
    front = Service(
        chassis.connection,
        name="ingest",
        version=_VERSION,
        description="Answers for all ingest services.",
        metadata={"source": source},
        data=parts.figures.tell,
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


async def keep_figures(parts: Parts, *, seconds: float) -> None:
    """Store the counts of a source that has no cursor to store them with."""
    position = Position(parts.store, parts.figures, epoch=None, cursor={})
    while True:
        await asyncio.sleep(seconds)
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
