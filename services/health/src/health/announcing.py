"""Tells of a change of status for good: through the outbox, as every event."""

import structlog
from bus import subjects
from chassis import Outbox, OutboxEntry
from chassis.transient import record
from contracts.health.v1 import StatusChanged
from pymongo.errors import PyMongoError

log = structlog.get_logger()


class Announcer:
    """A database that is away must not keep probes from being taken in."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def announce(self, change: StatusChanged) -> None:
        """Return once it is stored; the board tells it to everybody in any case."""
        entry = OutboxEntry(
            subject=subjects.event("health", None, "status_changed"),
            payload=change.dump_json().decode(),
        )
        try:
            await record(self._outbox, entry)
        except PyMongoError as error:
            log.warning("change_not_announced", reason=str(error).split(",", 1)[0])
