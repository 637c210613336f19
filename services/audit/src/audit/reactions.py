"""Stores what the AUDIT stream delivers."""

from collections.abc import Sequence
from typing import Any

from bus import Delivery, headers
from chassis.faults import database_deadline

from audit.entries import entry_of
from audit.rules import Refused
from audit.store import EntryStore


class Recorder:
    """Turns a batch of deliveries into stored entries."""

    def __init__(self, store: EntryStore) -> None:
        self._store = store

    async def record(self, deliveries: Sequence[Delivery]) -> None:
        """Store the batch; what is malformed goes to the dead letters and holds nothing up."""
        told: list[Delivery] = []
        entries: list[dict[str, Any]] = []
        for delivery in deliveries:
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
                told.append(delivery)
                entries.append(entry)
        if not entries:
            return
        with database_deadline():
            strangers = await self._store.add_all(entries)
        for index in strangers:
            told[index].reject(f"id: {entries[index]['_id']} is another entry's")
