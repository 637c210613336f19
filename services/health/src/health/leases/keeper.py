"""Holds a fair share of the shards, so that each target has one prober at a time."""

import asyncio
import math
import time
import zlib
from collections.abc import Callable
from datetime import timedelta

import structlog
from chassis import Clock, now
from pymongo.errors import PyMongoError

from health.leases.store import LeaseStore

log = structlog.get_logger()
SHARDS = 32
# With a renewal each second, an interval of five seconds and this, a target is taken over
# within two intervals of its prober's death.
_LEASE_SECONDS = 4.0


def shard_of(target_id: str) -> int:
    """Return the shard of a target: the same on every instance."""
    return zlib.crc32(target_id.encode()) % SHARDS


class Keeper:
    """Our shards; we stop believing in them before anybody else may take them."""

    def __init__(
        self,
        store: LeaseStore,
        instance: str,
        *,
        lease_seconds: float = _LEASE_SECONDS,
        clock: Clock = now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._instance = instance
        self._lease_seconds = lease_seconds
        self._clock = clock
        self._monotonic = monotonic
        self._shards: frozenset[int] = frozenset()
        self._believed_until = 0.0

    def owns(self, target_id: str) -> bool:
        """Say whether this instance is the one that probes."""
        return shard_of(target_id) in self._shards and self._monotonic() < self._believed_until

    async def turn(self) -> None:
        """Renew, give up what is more than our share, take what nobody holds."""
        asked, moment = self._monotonic(), self._clock()
        until = moment + timedelta(seconds=self._lease_seconds)
        await self._store.join(self._instance, until=until)
        members, held = await self._store.all_of(moment)
        mine = sorted(shard for shard, owner in held.items() if owner == self._instance)
        if mine:
            await self._store.renew(self._instance, until=until)
        share = math.ceil(SHARDS / max(1, len(members | {self._instance})))
        for shard in mine[share:]:
            await self._store.release(self._instance, shard)
        mine = mine[:share]
        for shard in range(SHARDS):
            if len(mine) >= share:
                break
            if shard not in held and await self._store.take(
                shard, self._instance, until=until, now=moment
            ):
                mine.append(shard)
        self._shards = frozenset(mine)
        self._believed_until = asked + self._lease_seconds

    async def run(self) -> None:
        """Keep them; let go of all when cancelled."""
        try:
            while True:
                try:
                    await self.turn()
                except PyMongoError as error:
                    log.warning("leases_wait", reason=str(error).split(",", 1)[0])
                await asyncio.sleep(self._lease_seconds / 4)
        finally:
            self._shards = frozenset()
            await self._store.release(self._instance)
