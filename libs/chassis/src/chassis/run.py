"""Runs one bus service from its environment: start, serve, drain."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

import structlog
import uvloop
from beanie import Document
from bus import Connection, Consumer, Service, connect
from contracts.rpc import Rpc
from pydantic import ValidationError

from chassis import logs, mongo, telemetry
from chassis.documents import StoredDocument
from chassis.idempotency import Idempotency, IdempotencyDocument
from chassis.outbox import Outbox
from chassis.relay import Relay
from chassis.serving import serve
from chassis.settings import Settings, UnknownSetting
from chassis.transient import OutboxDocument

log = structlog.get_logger()
S = TypeVar("S", bound=Settings)


class Chassis(Generic[S]):
    """What a service's `compose` works with: connections, outbox, and where handlers go."""

    def __init__(
        self, settings: S, connection: Connection, database: mongo.Database, relay: Relay
    ) -> None:
        self.settings = settings
        self.connection = connection
        self.database = database
        self.relay = relay
        self.outbox = Outbox(relay.wake)
        self.service = Service(
            connection, name=settings.service, version="1.0.0", description=settings.description
        )
        self._idempotency = Idempotency()
        self._consumers: list[Consumer] = []
        self._background: list[Coroutine[Any, Any, None]] = []

    def serve(self, implementation: object, rpcs: Sequence[Rpc[Any, Any]]) -> None:
        """Answer each rpc with the method of its name."""
        serve(self.service, implementation, rpcs, idempotency=self._idempotency)

    def consume(self, consumer: Consumer) -> None:
        """Start this consumer with the service, and stop it first."""
        self._consumers.append(consumer)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this beside the service; its failure ends the process."""
        self._background.append(work)

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until `stopping` is set or background work fails, then drain."""
        work = [asyncio.create_task(self.relay.run(), name="relay")]
        work += [asyncio.create_task(coroutine) for coroutine in self._background]
        for consumer in self._consumers:
            await consumer.start()
        await self.service.start()
        log.info("ready", instance=self.service.id)
        stopped = asyncio.create_task(stopping.wait())
        done, _ = await asyncio.wait([stopped, *work], return_when=asyncio.FIRST_COMPLETED)
        log.info("draining")
        await self.service.stop()
        for consumer in self._consumers:
            await consumer.stop()
        for task in [stopped, *work]:
            task.cancel()
        results = await asyncio.gather(stopped, *work, return_exceptions=True)
        await self.relay.sweep()
        for task, result in zip([stopped, *work], results, strict=True):
            if task in done and isinstance(result, BaseException):
                raise result


async def _main(
    settings: S, documents: Sequence[type[Document]], compose: Callable[[Chassis[S]], Awaitable[None]]
) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    shutdown = telemetry.configure(settings.service, otlp_endpoint=settings.otlp_endpoint)
    client = mongo.client(settings.mongo_url)
    database = mongo.database(client, settings.service)
    try:
        connection = await connect(
            settings.nats_url,
            name=settings.service,
            user=settings.nats_user,
            password=settings.nats_password,
        )
        await mongo.prepare(database, [*documents, OutboxDocument, IdempotencyDocument])
        relay = Relay(
            connection,
            [
                document.get_pymongo_collection()
                for document in documents
                if issubclass(document, StoredDocument)
            ],
            transient=[OutboxDocument.get_pymongo_collection()],
        )
        chassis = Chassis(settings, connection, database, relay)
        await compose(chassis)
        try:
            await chassis.run(stopping)
        finally:
            await connection.drain()
    finally:
        await client.close()
        shutdown()
        log.info("stopped")


def run(
    settings_class: type[S],
    *,
    documents: Sequence[type[Document]],
    compose: Callable[[Chassis[S]], Awaitable[None]],
) -> None:
    """Run a service until SIGTERM; exit with 1 and one clear line when its settings are wrong."""
    try:
        settings = settings_class.from_environment()
    except (ValidationError, UnknownSetting) as error:
        sys.exit(f"{settings_class.service}: {error}")
    logs.configure(settings.service, level=settings.log_level, style=settings.log_format)
    uvloop.run(_main(settings, documents, compose))
