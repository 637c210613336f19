"""Dead letters hold plaintext for so many days; who wants to replay them has as long."""

from datetime import timedelta

import structlog
from chassis import Clock, now
from chassis.faults import database_deadline

from audit.dead_letters.store import DeadLetterStore

log = structlog.get_logger()
_AT_ONCE = 200


class Blanking:
    """A chore: bodies and headers go, reasons and subjects stay."""

    def __init__(self, store: DeadLetterStore, *, days: int, clock: Clock = now) -> None:
        self._store = store
        self._kept = timedelta(days=days)
        self._clock = clock

    async def sweep(self) -> int:
        """Blank some of those that are old enough; return how many."""
        with database_deadline():
            blanked = await self._store.blank_in_all(
                before=self._clock() - self._kept, limit=_AT_ONCE
            )
        if blanked:
            log.info("dead_letters_blanked", letters=blanked)
        return blanked
