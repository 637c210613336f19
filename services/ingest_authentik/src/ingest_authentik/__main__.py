"""Composition root of the authentik ingest."""

import asyncio
from pathlib import Path

import aiohttp
from chassis import Chassis, run
from ingest import DOCUMENTS, Worker, accept, compose, work

from ingest_authentik.api import Api, Token
from ingest_authentik.groups import Groups
from ingest_authentik.normalise import SOURCE
from ingest_authentik.poll import Poll
from ingest_authentik.recorder import Recorder
from ingest_authentik.settings import Settings
from ingest_authentik.webhook import webhook

_LOOK_SECONDS = 1.0


async def assemble(chassis: Chassis[Settings]) -> None:
    """Bind the poll, and the webhook where there is a secret for it."""
    settings = chassis.settings
    session = aiohttp.ClientSession()
    chassis.background(_closing(session))
    parts = await compose(chassis, SOURCE)
    api = Api(session, settings.url, Token(settings.token, settings.token_file))
    recorder = Recorder(
        parts.mirror,
        parts.recorder,
        groups=Groups(api.groups_of) if settings.group_lookups else None,
        service_accounts=settings.service_accounts,
    )
    poll = Poll(
        api,
        recorder,
        overlap_seconds=settings.overlap_seconds,
        pages_per_tick=settings.pages_per_tick,
        backfill_days=settings.backfill_days,
    )
    worker = work(chassis, parts, poll, interval_seconds=settings.interval_seconds)
    if settings.token_file:
        chassis.background(_watch(settings.token_file, worker))
    if settings.webhook_secret:
        pushed = webhook(
            recorder,
            parts.figures,
            secret=settings.webhook_secret,
            is_paused=parts.is_paused,
            wake=worker.wake,
        )
        accept(chassis, parts, pushed, host=settings.host, port=settings.port, beside_a_poll=True)


async def _watch(path: Path, worker: Worker) -> None:
    """A new token is tried at once, not at the next interval."""
    known = await asyncio.to_thread(_changed_at, path)
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        if (found := await asyncio.to_thread(_changed_at, path)) != known:
            known = found
            worker.wake()


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


async def _closing(session: aiohttp.ClientSession) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        await session.close()


if __name__ == "__main__":
    run(Settings, documents=DOCUMENTS, compose=assemble)
