"""Waits until a generation was observed."""

import asyncio
import time

from tenant.provisioning.store import ProvisioningStore

_LOOK_SECONDS = 0.1


class Awaiting:
    """By looking: whichever instance works on the tenant, its state is in the database."""

    def __init__(self, store: ProvisioningStore) -> None:
        self._store = store

    async def observed(self, slug: str, generation: int, *, seconds: float) -> bool:
        """Say whether it was observed within this time."""
        give_up_at = time.monotonic() + seconds
        while True:
            found = await self._store.read(slug)
            if found and found.observed_generation >= generation:
                return True
            if time.monotonic() >= give_up_at:
                return False
            await asyncio.sleep(_LOOK_SECONDS)
