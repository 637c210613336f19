"""Purges what has been deleted for longer than it is kept."""

import asyncio
from datetime import timedelta

import structlog
from chassis import Clock, now
from chassis.awaiting import until_there
from contracts.faults import Fault

from tenant import lifecycle
from tenant.changing import Changing
from tenant.deletions import Deletions
from tenant.people.leaving import Leaving
from tenant.provisioning.teardown import Teardown

log = structlog.get_logger()
_PAUSE_SECONDS = 300.0


class Purging:
    """A sweep that any number of instances may run at once: each step has one winner.

    Two passes for each tenant. The first marks it purged, with its entry, under the document's
    version; the second, when it is gone in every other system too (ADR 0073), removes the document
    once the relay has emptied its outbox. A kill in between leaves a marked document, which later
    sweeps remove. The record of the deletion is there a whole pass before the document goes, so
    nobody takes the slug in between.
    """

    def __init__(
        self,
        deletions: Deletions,
        changing: Changing,
        leaving: Leaving,
        teardown: Teardown,
        *,
        retention: timedelta,
        clock: Clock = now,
    ) -> None:
        self._deletions = deletions
        self._changing = changing
        self._leaving = leaving
        self._teardown = teardown
        self._retention = retention
        self._clock = clock

    async def run(self) -> None:
        """Sweep until cancelled; what was refused is tried again with the next sweep."""
        while True:
            try:
                await until_there("purging", self.sweep)
            except Fault as error:
                log.warning("purging_waits", reason=str(error).split(",", 1)[0])
            await asyncio.sleep(_PAUSE_SECONDS)

    async def sweep(self) -> None:
        """Finish what earlier sweeps began, then purge what has become due."""
        for slug in await self._deletions.purged_in_all():
            await self._finish(slug)
        await self._teardown.forget_in_all()
        for slug in await self._deletions.due_in_all(before=self._clock() - self._retention):
            gone = await self._changing.change(slug, "purged", lifecycle.purge)
            if gone.status == "purged":
                await self._deletions.record_deletion_in_all(slug, at=self._clock())

    async def _finish(self, slug: str) -> None:
        absent = await self._teardown.proof(slug)
        if absent is None:
            return
        await self._leaving.leave_in_all(slug)
        recorded_before = await self._deletions.record_deletion_in_all(
            slug, at=self._clock(), absent=absent
        )
        if recorded_before and await self._deletions.remove_in_all(slug):
            log.info("tenant_removed", tenant_slug=slug)
