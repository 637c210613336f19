"""Hands one outbox entry to the bus."""

from bus import Connection, within
from contracts.faults import TooLarge

from chassis.directory import put_newer
from chassis.documents import OutboxEntry

# One that gets no answer must not hold its turn for long: it is tried again later.
_ENTRY_SECONDS = 2.0


class Unpublishable(ValueError):  # noqa: N818 - faults state the fact (style.md 5)
    """The entry itself is at fault: trying again can't help."""


class Publisher:
    """Publishes by the entry's kind; returns once the bus has stored it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def publish(self, entry: OutboxEntry) -> None:
        """Idempotent: streams dedupe by the entry's id, buckets by the version."""
        try:
            with within(_ENTRY_SECONDS):
                await self._hand_over(entry)
        except (TooLarge, ValueError) as error:
            raise Unpublishable(str(error)) from error

    async def _hand_over(self, entry: OutboxEntry) -> None:
        if entry.kind != "stream":
            await put_newer(
                self._connection, bucket=entry.kind, key=entry.subject, payload=entry.payload
            )
            return
        await self._connection.append(
            entry.subject, entry.payload.encode(), headers=entry.headers, message_id=entry.id
        )
