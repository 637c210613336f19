"""Opens the door once the bus is there, and closes it without losing anything."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import structlog
from bus import Client, Connection, Service
from bus.faults import BusUnavailable
from chassis import AuditTrail
from chassis.awaiting import until_there
from contracts.faults import Fault
from contracts.flag.v1 import EvaluationServiceClient
from contracts.tenant.v1 import UserServiceClient
from flags import Flags, UsageReporter
from identity import Verifier

from gateway.api_keys import ApiKeys
from gateway.authentication import Authentication
from gateway.denials import Denials
from gateway.directory import Directory, DirectoryLoading
from gateway.door import Door
from gateway.faults import NotReady
from gateway.limits import Limits
from gateway.pipeline import Pipeline
from gateway.settings import Settings
from gateway.sign_ins import SignIns

log = structlog.get_logger()

_VERSION = "1.0.0"

Line = Callable[[], AbstractAsyncContextManager[Connection]]
Verification = Callable[[], AbstractAsyncContextManager[Verifier]]


class Lifecycle:
    """The gateway starts without the bus, answers 503 meanwhile, and outlives every outage."""

    def __init__(
        self,
        settings: Settings,
        door: Door,
        *,
        line: Line,
        verification: Verification,
        give_up: Callable[[], None],
    ) -> None:
        """`give_up` ends the process: what follows the directory must not be missing for long."""
        self._settings = settings
        self._door = door
        self._line = line
        self._verification = verification
        self._connection: Connection | None = None
        self._directory: Directory | None = None
        self._give_up = give_up
        self.failed = False

    def ailment(self) -> Fault | None:
        """Return what keeps this instance from answering, None when nothing does."""
        if self._connection is None or self._directory is None:
            return NotReady("The gateway waits for the bus.", retry_after_seconds=1)
        if not self._connection.is_connected:
            return BusUnavailable()
        if not self._directory.is_loaded:
            return DirectoryLoading("The directory is being read.", retry_after_seconds=1)
        return None

    @asynccontextmanager
    async def run(self, _app: object) -> AsyncIterator[None]:
        """Work beside the server; after the last request, hand over and disconnect."""
        async with self._verification() as verifier:
            work = asyncio.create_task(self._work(verifier))
            work.add_done_callback(self._ended)
            try:
                yield
            finally:
                work.cancel()
                await asyncio.wait([work])

    async def _work(self, verifier: Verifier) -> None:
        async with self._line() as connection:
            self._connection = connection
            directory = self._directory = Directory(
                connection, stale_seconds=self._settings.directory_stale_seconds
            )
            denials = Denials(
                connection,
                AuditTrail(self._settings.service),
                window_seconds=self._settings.denial_window_seconds,
            )
            service = Service(
                connection,
                name=self._settings.service,
                version=_VERSION,
                description=self._settings.description,
            )
            flags = self._door.flags = Flags(connection)
            usage = UsageReporter(flags, EvaluationServiceClient(Client(connection)))
            self._door.pipeline = self._pipeline(connection, verifier, directory, denials)
            try:
                async with asyncio.TaskGroup() as work:
                    work.create_task(directory.follow())
                    work.create_task(flags.start())
                    work.create_task(usage.run())
                    work.create_task(denials.run())
                    follow = partial(self._door.changes.follow, connection)
                    work.create_task(until_there("changes", follow))
                    # Without endpoints: `$SRV.PING` sees the gateway like any other (ADR-32).
                    work.create_task(until_there("discovery", service.start))
            finally:
                log.info("draining")
                await flags.stop()
                await denials.stop(within_seconds=self._settings.drain_seconds)
                if connection.is_connected:
                    await usage.report()
                    await service.stop()

    def _pipeline(
        self, connection: Connection, verifier: Verifier, directory: Directory, denials: Denials
    ) -> Pipeline:
        client = Client(connection)
        settings = self._settings
        by_address, by_actor = (
            Limits(name, per_second=settings.rate_per_second, burst=settings.rate_burst)
            for name in ("address", "actor")
        )
        return Pipeline(
            authentication=Authentication(
                verifier, SignIns(directory, UserServiceClient(client)), ApiKeys(directory)
            ),
            denials=denials,
            bus=client,
            by_address=by_address,
            by_actor=by_actor,
            request_seconds=settings.request_seconds,
            body_limit_bytes=settings.body_limit_bytes,
        )

    def _ended(self, work: asyncio.Task[None]) -> None:
        if work.cancelled() or (error := work.exception()) is None:
            return
        log.critical("background_work_failed", exc_info=error)
        self.failed = True
        self._give_up()
