"""Flags for any service: watched over the bus, evaluated without it."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from bus import Client, Connection, Entry
from chassis.directory import BUCKET as DIRECTORY
from contracts.faults import NotFound
from contracts.flag.v1 import FlagRecord, SegmentRecord
from contracts.tenant.v1 import GetTenantRequest, TenantServiceClient

from flags.evaluation import Evaluation, Outcome
from flags.flagset import FlagSet
from flags.following import Following
from flags.freshness import Freshness
from flags.mirror import Mirror
from flags.records import BUCKET, FLAGS
from flags.subject import Subject
from flags.tenants import PREFIX, Tenants

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
        self._service = TenantServiceClient(Client(connection))
        self.mirror = Mirror()
        self._environment = environment
        self._listeners: list[Changed] = []
        self._followings = (
            Following(connection, BUCKET, self._see_flag),
            Following(connection, DIRECTORY, self.tenants.see, prefix=PREFIX),
        )
        self.tenants.move_to(environment)

    @classmethod
    async def watch(cls, connection: Connection, *, environment: str | None = None) -> Self:
        """Return once everything has been read; waits for a bus that isn't there yet."""
        flags = cls(connection, environment=environment)
        await flags.start()
        return flags

    async def start(self) -> None:
        """Read everything and follow the changes."""
        for following in self._followings:
            await following.start()
        self.freshness.start()

    async def stop(self) -> None:
        """Follow no more; what is known stays."""
        for following in self._followings:
            await following.stop()
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
    def is_loaded(self) -> bool:
        """Say whether everything has been read once."""
        return all(following.is_loaded for following in self._followings)

    @property
    def tag(self) -> str:
        """Name the state of all flags and segments."""
        return self.mirror.tag

    @property
    def environment(self) -> str | None:
        """Where flags are evaluated for."""
        return self._environment or self.mirror.environment

    @property
    def all(self) -> FlagSet:
        """The flags themselves."""
        return self.mirror.flags

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
        self.mirror.take(key, record)
        self._tell(key)

    async def look_up(self, tenant: str) -> bool:
        """Say whether there is this tenant; one that was just made, its own service knows first."""
        if tenant in self.tenants.records:
            return True
        try:
            reply = await self._service.get_tenant(GetTenantRequest(slug=tenant))
        except NotFound:
            return False
        self.tenants.take(reply.tenant)
        return True

    def _outcome(self, key: str, tenant: str | None, context: Mapping[str, Any] | None) -> Outcome:
        subject = self.tenants.subject(tenant)
        return self.mirror.flags.outcome(key, subject.given(context) if context else subject)

    def _see_flag(self, entry: Entry) -> None:
        self.mirror.see(entry)
        self.tenants.move_to(self.environment)
        self._tell(entry.key)

    def _tell(self, key: str) -> None:
        changed = key.removeprefix(FLAGS) if key.startswith(FLAGS) else None
        for listener in tuple(self._listeners):
            listener(changed)
