"""Runs one bus service from its environment: start, serve, drain."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

import structlog
import uvloop
from beanie import Document

from chassis import garbage, line, logs, mongo, telemetry
from chassis.awaiting import unless
from chassis.claims import IdempotencyDocument
from chassis.composition import Chassis, S
from chassis.documents import StoredDocument
from chassis.relay import Relay
from chassis.settings import read_or_exit
from chassis.transient import OutboxDocument
from chassis.unpublishable import keep_forgetting

log = structlog.get_logger()
Compose = Callable[[Chassis[S]], Awaitable[None]]


def run(
    settings_class: type[S], *, documents: Sequence[type[Document]], compose: Compose[S]
) -> None:
    """Run a service until SIGTERM; exit with 1 and one clear line when its settings are wrong."""
    settings = read_or_exit(settings_class)
    if not mongo.is_address(settings.mongo_url):
        sys.exit(
            f"{settings.service}: MONGO_URL: the driver doesn't understand it;"
            " user and password are percent-encoded"
        )
    logs.configure(settings.service, level=settings.log_level, style=settings.log_format)
    flush = telemetry.configure(settings.service, otlp_endpoint=settings.otlp_endpoint)
    try:
        uvloop.run(_main(settings, documents, compose))
    except Exception:
        log.critical("failed", exc_info=True)
        sys.exit(1)
    finally:
        flush()
    log.info("stopped")


async def _main(settings: S, documents: Sequence[type[Document]], compose: Compose[S]) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    await serve_until(stopping, settings, documents, compose)


async def serve_until(
    stopping: asyncio.Event,
    settings: S,
    documents: Sequence[type[Document]],
    compose: Compose[S],
) -> None:
    """Start, serve, and drain as soon as `stopping` is set: also in the midst of starting."""
    async with AsyncExitStack() as stack:
        chassis = await unless(stopping, _assemble(stack, settings, documents, compose))
        if chassis is not None:
            garbage.settle()
            await chassis.run(stopping)


async def _assemble(
    stack: AsyncExitStack,
    settings: S,
    documents: Sequence[type[Document]],
    compose: Compose[S],
) -> Chassis[S]:
    """Wait for bus and database, then let the service say what it does."""
    connection = await stack.enter_async_context(line.opened(settings))
    database = await stack.enter_async_context(mongo.opened(settings.mongo_url, settings.service))
    await mongo.prepare(database, [*documents, OutboxDocument, IdempotencyDocument])
    stored = [document for document in documents if issubclass(document, StoredDocument)]
    relay = Relay(
        connection,
        [document.get_pymongo_collection() for document in stored],
        transient=[OutboxDocument.get_pymongo_collection()],
    )
    chassis = Chassis(settings, connection, database, relay, documents=stored)
    stack.callback(chassis.close)
    chassis.background(keep_forgetting(database, days=settings.plaintext_days))
    await compose(chassis)
    return chassis
