"""Puts entries and dead letters into their streams: returns once all of them are durable."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bus import Connection, DeadLetter, subjects
from bus import Publication as Message
from chassis import uuid7
from contracts.audit.v1 import Publication

from ingest.redaction import Redactor
from ingest.values import fitting, sized

_NAMESPACE = uuid.UUID("b1b0a9a4-51c6-4f43-9a1a-1b0e0f0c8d55")


class Publisher:
    """Entries carry a random id; what makes two of them one event is their external id."""

    def __init__(self, connection: Connection, *, source: str) -> None:
        self._connection = connection
        self._source = source

    async def publish(self, publications: Sequence[Publication]) -> None:
        """Append all, in their order; raise the first refusal.

        Safe to repeat as a whole: the timeline keeps one entry per external id.
        """
        await self._connection.append_batch([self._message(one) for one in publications])

    async def bury(self, malformed: Sequence[tuple[str, Any, str]]) -> None:
        """Keep events that make no sense, given with external id and reason, without their secrets.

        The same one is kept once.
        """
        letters = {one.id: one for one in (self._letter(*each) for each in malformed)}
        await self._connection.append_batch(
            [
                Message(subjects.dead(one.stream, one.durable), one.dump_json(), message_id=one.id)
                for one in letters.values()
            ]
        )

    def _letter(self, external_id: str, raw: Any, reason: str) -> DeadLetter:
        body = json.dumps(sized(Redactor().redact(fitting(raw))), ensure_ascii=False)
        return DeadLetter(
            id=str(uuid.uuid5(_NAMESPACE, f"{self._source}:{external_id}")),
            stream="AUDIT",
            durable=f"ingest_{self._source}",
            subject=subjects.audit(self._source, None, f"{self._source}.malformed"),
            headers={},
            body=body.encode(),
            reason=reason,
            deliveries=1,
            sequence=0,
            at=datetime.now(UTC),
        )

    def _message(self, publication: Publication) -> Message:
        identity = uuid7()
        subject = subjects.audit(
            self._source, publication.tenant_slug or None, publication.action or ""
        )
        named = publication.model_copy(update={"id": identity})
        return Message(subject=subject, payload=named.dump_json(), message_id=identity)
