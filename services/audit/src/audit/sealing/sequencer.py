"""Gives entries their place in the log; one instance at a time (ADR 0081).

The lease says whose turn it is, and may be wrong: its holder can be stopped for a minute, and go on
believing in it. What counts is the seal's number. Who takes the lease over first writes a fence
under the next number; whatever the one before still writes carries a number that is taken.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from chassis import Clock, now
from chassis.faults import database_deadline
from chassis.lease import Lease, LeaseLost
from contracts.faults import Fault

from audit.arrivals.queue import Queue
from audit.sealing.leaf import Leaf
from audit.sealing.seal import Seal, beginning
from audit.sealing.stash import Stash
from audit.sealing.store import SealStore
from audit.trees.forest import Forest, LogBroken

log = structlog.get_logger()
_LARGEST_SEAL = 4_000
# A checkpoint follows its entries within two seconds. Not more often: each seal signs the log of
# every tenant that it has entries of.
_LOOK_SECONDS = 0.3
# So many at a time are sealed in fewer pieces.
_BUSY, _LOOK_SECONDS_WHEN_BUSY = 200, 0.8
_RETRY_SECONDS = 1.0
_SEALS_AT_ONCE = 50

Rows = Callable[[Sequence[str]], Awaitable[Mapping[str, Mapping[str, Any]]]]


class Sequencer:
    """Waits for the lease, seals while it holds it, and so on until cancelled."""

    def __init__(
        self,
        store: SealStore,
        forest: Forest,
        *,
        queue: Callable[[], Queue],
        rows: Rows,
        stash: Stash,
        lease: Lease,
        clock: Clock = now,
    ) -> None:
        """`queue` makes a fresh view of what waits; `rows` gives entries as they are stored.

        `stash` hears of everything that this instance stores.
        """
        self._store = store
        self._forest = forest
        self._queue = queue
        self._rows = rows
        self._lease = lease
        self._clock = clock
        self._stash = stash

    async def run(self) -> None:
        """Seal whenever it is this instance's turn."""
        while True:
            try:
                await self._hold(await self._lease.acquire())
            except LogBroken as broken:
                log.critical("log_broken", reason=str(broken))
            except Fault as fault:
                log.warning("sequencer_waits", reason=fault.reason)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _hold(self, epoch: int) -> None:
        try:
            with self._stash.opened():
                await self._lease.hold(epoch, self._work(epoch))
        except LeaseLost:
            log.warning("sequencer_replaced", epoch=epoch)

    async def _work(self, epoch: int) -> None:
        last, queue = await self._take_up(epoch), self._queue()
        while True:
            with database_deadline():
                entries = await queue.next(_LARGEST_SEAL, behind=last.sequence)
                if entries:
                    last = await self._seal(list(entries), last, epoch)
                    await queue.done(entries)
            if len(entries) < _LARGEST_SEAL:
                is_busy = len(entries) >= _BUSY
                await asyncio.sleep(_LOOK_SECONDS_WHEN_BUSY if is_busy else _LOOK_SECONDS)

    async def _take_up(self, epoch: int) -> Seal:
        """Find the last seal, put a fence behind it, let trees grow that were left behind."""
        self._forest.forget()
        with database_deadline():
            reached = await self._forest.reached()
            last = await self._store.one_of_all(reached) or beginning(self._clock())
            while True:
                for seal in await self._store.next_of_all(last.number, limit=_SEALS_AT_ONCE):
                    await self._forest.grow(seal)
                    last = seal
                if last.epoch >= epoch:
                    raise LeaseLost
                fence = last.fence(epoch=epoch, at=self._clock())
                if await self._store.add(fence):
                    log.info("sequencer_takes_up", epoch=epoch, size=fence.first)
                    return fence

    async def _seal(self, identities: Sequence[str], last: Seal, epoch: int) -> Seal:
        """Write the seal, which decides; then let the trees grow by it."""
        stored = await self._leaves_of(identities)
        leaves = [stored[one] for one in identities if one in stored]
        if len(leaves) < len(identities):
            log.error("arrived_but_not_stored", entries=len(identities) - len(leaves))
        sizes = await self._forest.sizes({leaf.tenant for leaf in leaves} - {""})
        seal = last.following(leaves, epoch=epoch, at=self._clock(), sizes=sizes)
        if not await self._store.add(seal):
            raise LeaseLost
        await self._forest.grow(seal)
        return seal

    async def _leaves_of(self, identities: Sequence[str]) -> Mapping[str, Leaf]:
        at_hand = self._stash.take(identities)
        others = [one for one in identities if one not in at_hand]
        read = await self._rows(others) if others else {}
        return {**at_hand, **{one: Leaf.of(row) for one, row in read.items()}}
