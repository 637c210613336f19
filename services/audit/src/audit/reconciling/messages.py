"""What the stream has settled, message by message: each entry that one tells of is somewhere."""

from contextlib import suppress
from typing import Any

from bus import Connection, Delivery
from chassis.faults import database_deadline

from audit.entries import entry_of
from audit.intake.statements import statements_of
from audit.reconciling.gaps import Gaps
from audit.reconciling.store import ReconcilingStore
from audit.retention.reading import ArchivedEntries
from audit.rules import Refused

_AT_ONCE = 200
# So far back the stream is compared on a first look; what is older has been sealed meanwhile.
_LOOK_BACK = 2_000


class SettledMessages:
    """Reads on from where it was."""

    def __init__(
        self,
        store: ReconcilingStore,
        archived: ArchivedEntries,
        connection: Connection,
        gaps: Gaps,
        *,
        consumer: tuple[str, str],
    ) -> None:
        """`consumer` names stream and durable."""
        self._store = store
        self._archived = archived
        self._connection = connection
        self._gaps = gaps
        self._stream, self._durable = consumer
        self._reached: int | None = None

    @property
    def reached(self) -> int:
        """Return up to where the stream was compared."""
        return self._reached or 0

    async def advance(self) -> int:
        """Look at the next messages; return how many places there were."""
        settled = await self._connection.settled(self._stream, self._durable)
        first = self._reached if self._reached is not None else max(0, settled - _LOOK_BACK)
        last = min(settled, first + _AT_ONCE)
        for sequence in range(first + 1, last + 1):
            await self._compare(sequence)
        self._reached = last
        return last - first

    async def _compare(self, sequence: int) -> None:
        message = await self._connection.stored(self._stream, sequence)
        if message is None:
            return
        delivery = Delivery(
            message.subject, message.payload, message.headers, sequence, 1, message.at, _settle
        )
        told = _told(delivery)
        with database_deadline():
            events = [event for _, event in told if event]
            known = await self._store.known_of_all([one for one, _ in told], events)
            gone = {one for one, event in told if known.isdisjoint({one, event})}
            files = await self._archived.files_of_all(gone)
            known |= {one for held in files.values() for one in held}
            lost = [
                identity
                for identity, event in told
                if known.isdisjoint({identity, event})
                # Told twice, under another id, before the first was archived.
                and not (event and await self._archived.has_event(event))
            ]
        self._gaps.add(
            f"stream: message {sequence} tells of entry {one}, none is stored" for one in lost
        )


def _told(delivery: Delivery) -> list[tuple[str, str]]:
    """Return id and event of each entry that a message tells; what is refused tells of none."""
    told = []
    try:
        statements = list(statements_of(delivery))
    except Refused:
        return []
    for statement in statements:
        # One that is refused is a dead letter by itself.
        with suppress(Refused):
            subject, body = statement.told()
            entry = entry_of(
                subject,
                body,
                message_id=statement.message_id,
                sequence=delivery.sequence,
                part=statement.part,
                received_at=delivery.at,
            )
            told.append((entry["_id"], entry.get("event", "")))
    return told


async def _settle(_settlement: Any, _delay_seconds: float) -> None:
    """It was settled long ago."""
