"""Publishes a record ahead of the relay's queue: for what can't wait."""

import structlog
from bus import Connection
from chassis import OutboxEntry
from chassis.publisher import Publisher, Unpublishable
from contracts.faults import Fault

from flag.changing import Announce

log = structlog.get_logger()


def announcing(connection: Connection) -> Announce:
    """Return what publishes once; the relay's own try comes later and changes nothing then."""
    publisher = Publisher(connection)

    async def announce(record: OutboxEntry) -> None:
        try:
            await publisher.publish(record)
        except (Fault, Unpublishable) as failed:
            # The change is made: it is the relay's to tell of it.
            log.warning("announcement_waits", subject=record.subject, reason=str(failed))

    return announce
