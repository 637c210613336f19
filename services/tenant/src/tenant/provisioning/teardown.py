"""Lets a purge wait until a tenant is gone everywhere, and leaves the proof with it."""

from collections.abc import Callable

from chassis import Clock, now

from tenant.provisioning.memory.store import MemoryStore
from tenant.provisioning.queue.store import WorkQueue
from tenant.provisioning.store import ProvisioningStore

Absent = dict[str, list[str]]


class Teardown:
    """Other systems, as a purge sees them."""

    def __init__(
        self,
        store: ProvisioningStore,
        queue: WorkQueue,
        memory: MemoryStore,
        *,
        is_needed: bool,
        wake: Callable[[], None],
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._queue = queue
        self._memory = memory
        self._is_needed = is_needed
        self._wake = wake
        self._clock = clock

    async def proof(self, slug: str) -> Absent | None:
        """Return what was seen absent, by system; None as long as the tenant isn't down."""
        if not self._is_needed:
            return {}
        held = await self._store.read(slug)
        if held is not None and held.state == "torn_down":
            return held.absent
        if await self._queue.waiting(slug) is None:
            await self._queue.touch(slug, at=self._clock())
            self._wake()
        return None

    async def forget_in_all(self) -> None:
        """Drop what is known of tenants whose documents are gone, as far as it was told."""
        for document in await self._store.torn_down_in_all():
            gone = await self._store.tenant(document.slug) is None
            if gone and await self._store.drop(document.slug):
                await self._memory.drop_all(document.id)
                await self._queue.drop(document.slug)
