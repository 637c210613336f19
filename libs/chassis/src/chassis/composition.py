"""What a service's `compose` works with, and how the service starts and drains."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, Generic, TypeVar

import structlog
from bus import Connection, Consumer, Service
from contracts.faults import Fault
from contracts.rpc import Rpc
from pymongo.errors import PyMongoError

from chassis import mongo
from chassis.awaiting import until_there
from chassis.documents import StoredDocument
from chassis.ending import end
from chassis.idempotency import Idempotency
from chassis.outbox import Outbox
from chassis.rebuilding import keep_trying
from chassis.relay import Relay
from chassis.serving import serve
from chassis.settings import Settings

log = structlog.get_logger()
S = TypeVar("S", bound=Settings)
Work = Coroutine[Any, Any, None]
# A small directory is whole before the service is ready; a large one is repaired beside it.
_HEAD_START_SECONDS = 2.0


class Chassis(Generic[S]):
    """Connections, outbox, and where handlers go."""

    def __init__(
        self,
        settings: S,
        connection: Connection,
        database: mongo.Database,
        relay: Relay,
        *,
        documents: Sequence[type[StoredDocument]] = (),
    ) -> None:
        """The directory is repaired from `documents` when the service starts."""
        self.settings = settings
        self.connection = connection
        self.database = database
        self.relay = relay
        self.outbox = Outbox(relay.wake)
        # What `$SRV.STATS` tells beyond the counts.
        self.figures: dict[str, Callable[[], Mapping[str, Any]]] = {"outbox": relay.figures.tell}
        self.service = Service(
            connection,
            name=settings.service,
            version="1.0.0",
            description=settings.description,
            data=lambda: {name: tell() for name, tell in self.figures.items()},
        )
        self._idempotency = Idempotency()
        self._consumers: list[Consumer] = []
        self._background: list[Work] = []
        self._documents = documents

    def serve(self, implementation: object, rpcs: Sequence[Rpc[Any, Any]]) -> None:
        """Answer each rpc with the method of its name."""
        serve(self.service, implementation, rpcs, idempotency=self._idempotency)

    def consume(self, consumer: Consumer) -> None:
        """Start this consumer with the service, and stop it first."""
        self._consumers.append(consumer)

    def background(self, work: Work) -> None:
        """Run this beside the service; its failure ends the process, its end doesn't."""
        self._background.append(work)

    def close(self) -> None:
        """Let go of work that never began: told to stop while starting, the service begins none."""
        for work in self._background:
            work.close()

    async def _start(self, rebuilding: asyncio.Task[None]) -> None:
        """Take work; on return everybody can reach the service."""
        await asyncio.wait([rebuilding], timeout=_HEAD_START_SECONDS)
        for consumer in self._consumers:
            await until_there(f"stream {consumer.spec.stream}", consumer.start)
        await self.service.start()
        log.info("ready", instance=self.service.id)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set or background work fails, then drain."""
        rebuilding = asyncio.create_task(keep_trying(self.connection, self._documents))
        work = [rebuilding, asyncio.create_task(self.relay.run())]
        work += [
            asyncio.create_task(coroutine, name=getattr(coroutine, "__qualname__", None))
            for coroutine in self._background
        ]
        starting = asyncio.create_task(self._start(rebuilding))
        stopped = asyncio.create_task(stopping.wait())
        try:
            await _until(stopped, beside=[starting, *work])
        finally:
            log.info("draining")
            await end([starting, stopped])
            await self._drain(work)

    async def _drain(self, work: Sequence[asyncio.Task[None]]) -> None:
        """Finish what was begun, as far as the time allows: the rest waits in the database."""
        try:
            async with asyncio.timeout(self.settings.drain_seconds):
                await _step("service", self.service.stop())
                for consumer in self._consumers:
                    await _step(consumer.spec.durable, consumer.stop())
                await _cancel(work)
                await self.relay.sweep()
        except TimeoutError:
            log.warning("drain_cut_short", after_seconds=self.settings.drain_seconds)
        except (Fault, PyMongoError) as error:
            log.warning("entries_left", reason=str(error).split(",", 1)[0])
        finally:
            await end(work)


async def _until(stopped: asyncio.Task[bool], *, beside: Sequence[asyncio.Task[None]]) -> None:
    """Return when `stopped` has ended; raise as soon as anything beside it fails."""
    pending: set[asyncio.Task[Any]] = {stopped, *beside}
    while stopped in pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


async def _cancel(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


async def _step(name: str, work: Awaitable[None]) -> None:
    """One that fails must not keep the others from ending well."""
    try:
        await work
    except Exception:
        log.exception("drain_step_failed", step=name)
