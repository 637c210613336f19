"""Composition root of the oCIS ingest."""

import asyncio
from functools import partial
from pathlib import Path

from bus import Connection, connect
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
    is_log = settings.transport == "file"
    parts = await compose(chassis, SOURCE, is_replayable=is_log)
    recorder = Recorder(parts.mirror, parts.recorder, parts.figures, actions=settings.actions)
    interval = settings.interval_seconds
    if not is_log:
        queue = Queue(partial(_line, settings), recorder)
        work(chassis, parts, queue, interval_seconds=interval)
        chassis.background(_closing(queue))
        return
    tail = Tail(settings.audit_path, recorder, parts.figures)
    worker = work(chassis, parts, tail, interval_seconds=interval)
    if settings.enabled:
        chassis.background(_notice(worker, settings.audit_path.parent))


async def _line(settings: Settings) -> Connection:
    return await connect(
        settings.bus_url,
        name=settings.service,
        user=settings.bus_user,
        password=settings.bus_password,
    )


async def _closing(queue: Queue) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        await queue.close()


async def _notice(worker: Worker, folder: Path) -> None:
    """Where the folder is made after us, the poll has to do until the next start."""
    if await asyncio.to_thread(folder.is_dir):
        with noticing(folder, worker.wake):
            await asyncio.Event().wait()


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=assemble)
