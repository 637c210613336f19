"""What one instance does beside everything else, bounded each time, and again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from chassis.lease import Lease, LeaseLost
from contracts.faults import Fault

log = structlog.get_logger()
_PAUSE_SECONDS = 5.0

# Does a bounded part of what is to be done, with the database's patience for each step; tells
# whether there was something to do.
Chore = Callable[[], Awaitable[int]]


class Housekeeping:
    """Chores by name, each in its turn, while this instance holds the lease.

    The lease saves work; that nothing breaks when two instances do the same is up to each chore.
    """

    def __init__(
        self, lease: Lease, chores: Mapping[str, Chore], *, pause_seconds: float = _PAUSE_SECONDS
    ) -> None:
        self._lease = lease
        self._chores = chores
        self._pause_seconds = pause_seconds

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._lease.hold(await self._lease.acquire(), self._work())
            except LeaseLost:
                log.info("housekeeping_handed_over")
            except Fault as fault:
                log.warning("housekeeping_waits", reason=fault.reason)
            await asyncio.sleep(self._pause_seconds)

    async def _work(self) -> None:
        while True:
            if not sum([await self._done(name) for name in self._chores]):
                await asyncio.sleep(self._pause_seconds)

    async def _done(self, name: str) -> int:
        """Do one chore; its trouble must not keep the others from theirs."""
        try:
            return await self._chores[name]()
        except Fault as fault:
            log.warning("chore_waits", chore=name, reason=fault.reason)
        except Exception:
            log.exception("chore_failed", chore=name)
        return 0
