"""Purges what has been deleted for longer than it is kept."""

from datetime import timedelta

import structlog
from chassis import Clock, now

from tenant import lifecycle
from tenant.api_keys.service import ApiKeyService
from tenant.changing import Changing
from tenant.deletions import Deletions
from tenant.people.leaving import Leaving
from tenant.remains import Remains

log = structlog.get_logger()


class Purging:
    """A sweep that any number of instances may run at once: each step has one winner.

    Two passes for each tenant. The first marks it purged, with its entry, under the document's
    version; the second removes the document once the relay has emptied its outbox. A kill in
    between leaves a marked document, which the next sweeps remove. The record of the deletion is
    there a whole pass before the document goes, so nobody takes the slug in between.
    """

    def __init__(
        self,
        deletions: Deletions,
        changing: Changing,
        leaving: Leaving,
        api_keys: ApiKeyService,
        remains: Remains,
        *,
        retention: timedelta,
        clock: Clock = now,
    ) -> None:
        self._deletions = deletions
        self._changing = changing
        self._leaving = leaving
        self._api_keys = api_keys
        self._remains = remains
        self._retention = retention
        self._clock = clock

    async def sweep(self) -> None:
        """Finish what earlier sweeps began, then purge what has become due."""
        for slug in await self._deletions.purged_in_all():
            await self._leaving.leave_in_all(slug)
            await self._api_keys.revoke_of_tenant(slug)
            recorded_before = await self._deletions.record_deletion_in_all(slug, at=self._clock())
            is_bare = await self._remains.remove(slug)
            if recorded_before and is_bare and await self._deletions.remove_in_all(slug):
                log.info("tenant_removed", tenant_slug=slug)
        for slug in await self._deletions.due_in_all(before=self._clock() - self._retention):
            gone = await self._changing.change(slug, "purged", lifecycle.purge)
            if gone.status == "purged":
                await self._deletions.record_deletion_in_all(slug, at=self._clock())
