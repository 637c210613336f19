"""Stores what the AUDIT stream delivers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bus import Connection, DeadLetter, Delivery
from bus.dead_letters import bury
from chassis.faults import database_deadline

from audit.entries import entry_of
from audit.intake.statements import Statement, statements_of
from audit.owners import Owners
from audit.rules import Refused
from audit.store import EntryStore

STREAM, DURABLE = "AUDIT", "audit"
# One message may hold hundreds: the database gets so many at once.
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class _Told:
    """An entry, and what told of it."""

    statement: Statement
    entry: dict[str, Any]


class Recorder:
    """Turns a batch of deliveries into stored entries."""

    def __init__(self, connection: Connection, store: EntryStore, owners: Owners) -> None:
        self._connection = connection
        self._store = store
        self._owners = owners

    async def record(self, deliveries: Sequence[Delivery]) -> None:
        """Store the batch; what is malformed goes to the dead letters and holds nothing up."""
        await self._owners.loaded()
        refusals = _Refusals()
        told = self._told(deliveries, refusals)
        while some := list(islice(told, _AT_ONCE)):
            with database_deadline():
                strangers = await self._store.add_all([one.entry for one in some])
            for index in strangers:
                entry = some[index].entry
                refusals.add(some[index].statement, f"id: {entry['_id']} is another entry's")
        for letter in refusals.letters:
            await bury(self._connection, letter)

    def _told(self, deliveries: Sequence[Delivery], refusals: "_Refusals") -> Iterator[_Told]:
        for delivery in deliveries:
            try:
                statements = statements_of(delivery)
            except Refused as refused:
                delivery.reject(str(refused))
                continue
            for statement in statements:
                try:
                    yield _Told(statement, self._entry(statement))
                except Refused as refused:
                    refusals.add(statement, str(refused))

    def _entry(self, statement: Statement) -> dict[str, Any]:
        subject, body = statement.told()
        entry = entry_of(
            subject,
            body,
            message_id=statement.message_id,
            sequence=statement.delivery.sequence,
            part=statement.part,
            received_at=statement.delivery.at,
        )
        entry["partnerSlug"] = self._owners.partner_of(entry)
        return entry


class _Refusals:
    """A message of its own is rejected; one among many becomes a dead letter by itself."""

    def __init__(self) -> None:
        self.letters: list[DeadLetter] = []

    def add(self, statement: Statement, reason: str) -> None:
        if statement.part is None:
            statement.delivery.reject(reason)
        else:
            self.letters.append(statement.letter(reason, stream=STREAM, durable=DURABLE))
