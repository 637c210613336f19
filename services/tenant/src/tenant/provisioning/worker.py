"""Works through the queue: as many tenants at once as the settings say, each under a lease."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import structlog
from chassis import Clock, now
from chassis.awaiting import until_there
from chassis.ending import end
from contracts.faults import Fault

from tenant.provisioning.queue.store import Work, WorkQueue
from tenant.provisioning.visiting import Verdict, Visitor

log = structlog.get_logger()
_LOOK_SECONDS = 1.0
# Who was refused, or met an unforeseen error, comes again after so long.
_AGAIN_SECONDS = 30.0


class Worker:
    """One of any number of instances; who is killed is replaced when the lease has run out."""

    def __init__(
        self,
        queue: WorkQueue,
        visitor: Visitor,
        *,
        at_once: int,
        lease: timedelta,
        clock: Clock = now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._visitor = visitor
        self._room = asyncio.Semaphore(at_once)
        self._lease = lease
        self._clock = clock
        self._monotonic = monotonic
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look for work now; cheap, from anywhere in the loop."""
        self._awake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._room.acquire()
                self._awake.clear()
                work = await until_there("provisioning", self._claim)
                if work is None:
                    self._room.release()
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_LOOK_SECONDS):
                            await self._awake.wait()
                else:
                    group.create_task(self._work(work)).add_done_callback(self._make_room)

    def _make_room(self, _: asyncio.Task[None]) -> None:
        self._room.release()

    async def _claim(self) -> Work | None:
        moment = self._clock()
        return await self._queue.claim_in_all(now=moment, until=moment + self._lease)

    async def _work(self, work: Work) -> None:
        """Visit for as long as the lease is ours; whatever happens, let go of it."""
        visit = asyncio.create_task(self._visit(work))
        keeping = asyncio.create_task(self._keep(work, visit))
        try:
            verdict = await visit
        except asyncio.CancelledError:
            if visit.cancelled() and keeping.done():
                # Somebody else works on it by now.
                return
            await end([visit])
            with suppress(Exception):
                await self._settle(work, Verdict(0.0, touched=work.touched))
            raise
        finally:
            await end([keeping])
        await until_there("provisioning", lambda: self._settle(work, verdict))

    async def _visit(self, work: Work) -> Verdict:
        async def visit() -> Verdict:
            return await self._visitor.visit(work)

        try:
            return await until_there("provisioning", visit)
        except Fault as fault:
            log.warning("provisioning_refused", tenant_slug=work.slug, reason=str(fault))
        except Exception:
            log.exception("provisioning_broke_off", tenant_slug=work.slug)
        return Verdict(_AGAIN_SECONDS, touched=work.touched)

    async def _keep(self, work: Work, visit: asyncio.Task[Verdict]) -> None:
        """Renew; stop the visit before anybody else may believe that the lease has run out."""
        believed_until = self._monotonic() + self._lease.total_seconds()
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 4)
            asked = self._monotonic()
            try:
                async with asyncio.timeout_at(
                    asyncio.get_running_loop().time() + max(0.0, believed_until - asked)
                ):
                    is_ours = await self._queue.renew(work, until=self._clock() + self._lease)
            except Exception as error:  # noqa: BLE001 - what can't be renewed is lost
                log.warning("lease_not_renewed", tenant_slug=work.slug, reason=str(error))
                is_ours = self._monotonic() < believed_until
            else:
                believed_until = asked + self._lease.total_seconds()
            if not is_ours:
                log.warning("lease_lost", tenant_slug=work.slug)
                visit.cancel()
                return

    async def _settle(self, work: Work, verdict: Verdict) -> None:
        if verdict.after_seconds is None:
            await self._queue.drop(work.slug)
            return
        due_at = self._clock() + timedelta(seconds=verdict.after_seconds)
        await self._queue.settle(work, due_at=due_at, touched=verdict.touched)
