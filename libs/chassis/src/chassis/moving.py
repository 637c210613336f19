"""Moves one document's entries to the bus."""

from collections.abc import Mapping
from typing import Any

import structlog
from bus.faults import BusUnavailable
from contracts.faults import Fault
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from chassis.documents import OutboxEntry
from chassis.publisher import Publisher, Unpublishable
from chassis.removal import Collection, Removal
from chassis.telemetry import RelayFigures
from chassis.unpublishable import set_aside

log = structlog.get_logger()


class Mover:
    """Publishes in the entries' order, and lets go of those that the bus has stored."""

    def __init__(
        self,
        collection: Collection,
        publisher: Publisher,
        figures: RelayFigures,
        *,
        is_transient: bool,
    ) -> None:
        """`is_transient`: the document exists for its entries, and goes with them."""
        self._collection = collection
        self._publisher = publisher
        self._removal = Removal(collection)
        self._figures = figures
        self._is_transient = is_transient

    async def move(self, document: Mapping[str, Any]) -> str:
        """Return why the rest of the entries must wait, empty when nothing is left.

        Raises only where nobody's entries could be moved: bus or database can't be reached.
        """
        done: list[str] = []
        try:
            for raw in document["outbox"]:
                # An entry of a kind that only newer code knows waits for that code's relay.
                entry = OutboxEntry.model_validate(raw)
                await self._publish(document["_id"], entry)
                done.append(entry.id)
        except (BusUnavailable, PyMongoError):
            raise
        except (Fault, ValidationError) as error:
            return f"{type(error).__name__}: {error}"
        except Exception as error:
            log.exception("entry_failed", collection=self._collection.name)
            return type(error).__name__
        finally:
            # Also after a failure: what was published must not be again with every attempt.
            if done:
                await self._let_go(document, done)
        return ""

    async def _publish(self, document_id: Any, entry: OutboxEntry) -> None:
        try:
            await self._publisher.publish(entry)
        except Unpublishable as refused:
            await set_aside(self._collection, document_id, entry, reason=str(refused))
            self._figures.unpublishable()
        else:
            self._figures.published(since=entry.at)

    async def _let_go(self, document: Mapping[str, Any], done: list[str]) -> None:
        if self._is_transient and len(done) == len(document["outbox"]):
            await self._removal.document(document["_id"])
        else:
            await self._removal.entries(document["_id"], done)
