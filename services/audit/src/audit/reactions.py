"""Stores what the AUDIT stream delivers."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from bus import Connection, Delivery
from bus.dead_letters import bury
from chassis.faults import database_deadline

from audit.adding.store import EntryAdder
from audit.entries import entry_of
from audit.intake.refusals import Refusals
from audit.intake.statements import Statement, statements_of
from audit.owners import Owners
from audit.rules import Refused
from audit.schemas.register import SchemaRegister
from audit.turns import in_turns

# A message may tell of hundreds: so many are in memory for each batch.
_PART = 500

Told = list[tuple[Statement, dict[str, Any]]]


class Recorder:
    """Turns a batch of deliveries into stored entries."""

    def __init__(
        self,
        connection: Connection,
        adder: EntryAdder,
        owners: Owners,
        schemas: SchemaRegister,
    ) -> None:
        self._connection = connection
        self._adder = adder
        self._owners = owners
        self._schemas = schemas

    async def record(self, deliveries: Sequence[Delivery]) -> None:
        """Store the batch; what is malformed goes to the dead letters and holds nothing up."""
        await self._owners.loaded()
        with database_deadline():
            await self._schemas.refresh()
        refusals = Refusals()
        statements = _statements(deliveries)
        while part := list(islice(statements, _PART)):
            await self._write(await self._read(part, refusals), refusals)
        for letter in refusals.letters:
            await bury(self._connection, letter)

    async def _read(self, statements: Sequence[Statement], refusals: Refusals) -> Told:
        """Refuse what is no entry, return the others with theirs."""
        told: Told = []
        async for statement in in_turns(statements):
            try:
                told.append((statement, self._entry(statement)))
            except Refused as refused:
                refusals.add(statement, str(refused))
        return told

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
        self._schemas.check(entry)
        entry["partnerSlug"] = self._owners.partner_of(entry)
        return entry

    async def _write(self, told: Told, refusals: Refusals) -> None:
        if not told:
            return
        with database_deadline():
            strangers = await self._adder.add_all([entry for _, entry in told])
        for index in strangers:
            statement, entry = told[index]
            refusals.add(statement, f"id: {entry['_id']} is another entry's")


def _statements(deliveries: Sequence[Delivery]) -> Iterator[Statement]:
    for delivery in deliveries:
        try:
            yield from statements_of(delivery)
        except Refused as refused:
            delivery.reject(str(refused))
