"""Composition root of the oCIS ingest."""

import asyncio

from bus import connect
from chassis import Chassis, run
from ingest import DOCUMENTS, Worker, compose, work

from ingest_ocis.normalise import SOURCE
from ingest_ocis.notice import noticing
from ingest_ocis.queue import Queue
from ingest_ocis.recorder import Recorder
from ingest_ocis.settings import Settings
from ingest_ocis.tail import Tail


async def assemble(chassis: Chassis[Settings]) -> None:
    """Bind the one transport that the settings name."""
    settings = chassis.settings
    parts = await compose(chassis, SOURCE)
    recorder = Recorder(parts.mirror, parts.publisher, parts.figures, actions=settings.actions)
    if settings.transport == "bus":

        async def line() -> object:
            return await connect(
                settings.bus_url,
                name=settings.service,
                user=settings.bus_user,
                password=settings.bus_password,
            )

        work(chassis, parts, Queue(line, recorder))  # type: ignore[arg-type]
        return
    worker = work(chassis, parts, Tail(settings.audit_path, recorder, parts.figures))
    if settings.enabled:
        chassis.background(_notice(worker, settings))


async def _notice(worker: Worker, settings: Settings) -> None:
    folder = settings.audit_path.parent
    # The folder may be made by oCIS, later: until then the poll has to do.
    while not await asyncio.to_thread(folder.exists):
        await asyncio.sleep(settings.interval_seconds)
    with noticing(folder, worker.wake):
        await asyncio.Event().wait()


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=assemble)
