"""Flags for any service: watched over the bus, evaluated without it."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

import structlog
from bus import Connection, Entry, Watch
from chassis.directory import BUCKET as DIRECTORY
from contracts.faults import Fault
from contracts.flag.v1 import FlagRecord, SegmentRecord

from flags.evaluation import Evaluation, Outcome
from flags.flagset import FlagSet
from flags.freshness import Freshness
from flags.mirror import Mirror
from flags.records import BUCKET, FLAGS
from flags.subject import Subject
from flags.tenants import PREFIX, Tenants

log = structlog.get_logger()

_RETRY_SECONDS = 0.5
# None: everything may have changed.
Changed = Callable[[str | None], None]


class Flags:
    """`await Flags.watch(bus)`, then `flags.enabled("key", "acme")`: no network, no await.

    Without the bus the last good set stays, and `age_seconds` says since when.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        environment: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`environment` is the flag service's own when left out."""
        self.tenants = Tenants()
        self.freshness = Freshness(connection, clock=clock)
        self._connection = connection
        self._mirror = Mirror()
        self._environment = environment
        self._listeners: list[Changed] = []
        self._loaded = {BUCKET: asyncio.Event(), DIRECTORY: asyncio.Event()}
        self._watches: list[Watch] = []
        self.tenants.move_to(environment)

    @classmethod
    async def watch(cls, connection: Connection, *, environment: str | None = None) -> Self:
        """Return once everything has been read; waits for a bus that isn't there yet."""
        flags = cls(connection, environment=environment)
        await flags.start()
        return flags

    async def start(self) -> None:
        """Read everything and follow the changes."""
        self._watches.append(await self._follow(BUCKET, self._see_flag, ""))
        self._watches.append(await self._follow(DIRECTORY, self._see_tenant, PREFIX))
        for loaded in self._loaded.values():
            await loaded.wait()
        self.freshness.start()

    async def stop(self) -> None:
        """Follow no more; what is known stays."""
        for watch in self._watches:
            await watch.stop()
        await self.freshness.stop()

    def enabled(
        self, key: str, tenant: str | None = None, context: Mapping[str, Any] | None = None
    ) -> bool:
        """Say whether the tenant gets the flag; false for a flag that isn't there."""
        return self._outcome(key, tenant, context).enabled

    def evaluate(
        self, key: str, tenant: str | None = None, context: Mapping[str, Any] | None = None
    ) -> Evaluation:
        """Return what the flag serves the tenant, and why."""
        return self._outcome(key, tenant, context).evaluation

    @property
    def age_seconds(self) -> float:
        """How long ago the set was last known to be the newest."""
        return self.freshness.age_seconds

    @property
    def tag(self) -> str:
        """Name the state of all flags and segments."""
        return self._mirror.tag

    @property
    def environment(self) -> str | None:
        """Where flags are evaluated for."""
        return self._environment or self._mirror.environment

    @property
    def all(self) -> FlagSet:
        """The flags themselves."""
        return self._mirror.flags

    def on_change(self, listener: Changed) -> Callable[[], None]:
        """Call back with the key of each flag that changed; return what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def subject(self, tenant: str | None, context: Mapping[str, Any] | None = None) -> Subject:
        """Return for whom is evaluated."""
        subject = self.tenants.subject(tenant)
        return subject.given(context) if context else subject

    def take(self, key: str, record: FlagRecord | SegmentRecord) -> None:
        """Take in what this process has just written, before the bus brings it."""
        self._mirror.take(key, record)
        self._tell(key)

    def _outcome(self, key: str, tenant: str | None, context: Mapping[str, Any] | None) -> Outcome:
        subject = self.tenants.subject(tenant)
        return self._mirror.flags.outcome(key, subject.given(context) if context else subject)

    async def _follow(self, bucket: str, see: Callable[[Entry], None], prefix: str) -> Watch:
        def handle(entry: Entry | None) -> None:
            if entry is None:
                self._loaded[bucket].set()
            else:
                see(entry)

        while True:
            try:
                return await self._connection.key_value(bucket).watch(handle, prefix=prefix)
            except Fault as fault:
                log.warning("flags_awaited", bucket=bucket, reason=fault.reason)
                await asyncio.sleep(_RETRY_SECONDS)

    def _see_flag(self, entry: Entry) -> None:
        self._mirror.see(entry)
        self.tenants.move_to(self.environment)
        self._tell(entry.key)

    def _see_tenant(self, entry: Entry) -> None:
        self.tenants.see(entry)

    def _tell(self, key: str) -> None:
        changed = key.removeprefix(FLAGS) if key.startswith(FLAGS) else None
        listeners: Iterable[Changed] = tuple(self._listeners)
        for listener in listeners:
            listener(changed)
