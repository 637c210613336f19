"""Stores what the AUDIT stream delivers."""

from collections.abc import Sequence

import structlog
from bson.errors import BSONError
from bson.raw_bson import RawBSONDocument
from bus import Delivery
from chassis.faults import database_deadline

from audit.documents import to_document
from audit.rules import Refused, entry_of
from audit.store import EntryStore

log = structlog.get_logger()


class Recorder:
    """Turns a batch of deliveries into stored entries."""

    def __init__(self, store: EntryStore) -> None:
        self._store = store

    async def record(self, deliveries: Sequence[Delivery]) -> None:
        """Store the batch; what is malformed goes to the dead letters and holds nothing up."""
        documents: list[RawBSONDocument] = []
        for delivery in deliveries:
            try:
                entry = entry_of(
                    delivery.subject,
                    delivery.payload,
                    sequence=delivery.sequence,
                    received_at=delivery.at,
                )
                documents.append(to_document(entry))
            except (Refused, BSONError, OverflowError) as error:
                log.warning("entry_refused", subject=delivery.subject, reason=str(error))
                delivery.reject(str(error))
        if documents:
            with database_deadline():
                await self._store.add_all(documents)
