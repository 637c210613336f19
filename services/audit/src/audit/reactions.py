"""Stores what the AUDIT stream delivers."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bus import Delivery, headers
from chassis.faults import database_deadline

from audit.entries import entry_of
from audit.owners import Owners
from audit.rules import Refused
from audit.store import EntryStore

# While the database writes one part, the next is read.
_PART = 500
# So long nobody else gets a turn.
_TURN = 50

Told = list[tuple[Delivery, dict[str, Any]]]


class Recorder:
    """Turns a batch of deliveries into stored entries."""

    def __init__(self, store: EntryStore, owners: Owners) -> None:
        self._store = store
        self._owners = owners

    async def record(self, deliveries: Sequence[Delivery]) -> None:
        """Store the batch; what is malformed goes to the dead letters and holds nothing up."""
        await self._owners.loaded()
        writing: asyncio.Task[None] | None = None
        for start in range(0, len(deliveries), _PART):
            told = await self._read(deliveries[start : start + _PART])
            if writing is not None:
                await writing
            writing = asyncio.create_task(self._write(told))
        if writing is not None:
            await writing

    async def _read(self, deliveries: Sequence[Delivery]) -> Told:
        """Reject what is no entry, return the others with theirs."""
        told: Told = []
        for number, delivery in enumerate(deliveries):
            if number % _TURN == 0:
                await asyncio.sleep(0)
            try:
                entry = entry_of(
                    delivery.subject,
                    delivery.payload,
                    message_id=delivery.headers.get(headers.MESSAGE_ID, ""),
                    sequence=delivery.sequence,
                    received_at=delivery.at,
                )
            except Refused as refused:
                delivery.reject(str(refused))
            else:
                entry["partnerSlug"] = self._owners.partner_of(entry)
                told.append((delivery, entry))
        return told

    async def _write(self, told: Told) -> None:
        if not told:
            return
        with database_deadline():
            strangers = await self._store.add_all([entry for _, entry in told])
        for index in strangers:
            delivery, entry = told[index]
            delivery.reject(f"id: {entry['_id']} is another entry's")
