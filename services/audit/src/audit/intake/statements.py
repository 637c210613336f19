"""What one message of the bus says: one entry, or many (ADR 0090); CloudEvents too (ADR 0091)."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bus import DeadLetter, Delivery, headers, subjects
from contracts.wire import NotProtoJson, decode

from audit.intake.cloud_events import events_in, publication_of
from audit.rules import Refused

MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Statement:
    """What tells of one entry; `part` is its place among many, None for a message of its own."""

    delivery: Delivery
    body: Any
    part: int | None = None
    is_event: bool = False

    @property
    def message_id(self) -> str:
        """Return the message's id where it is the entry's own."""
        return self.delivery.headers.get(headers.MESSAGE_ID, "") if self.part is None else ""

    def told(self) -> tuple[str, bytes | Mapping[str, Any]]:
        """Return the subject and body of the entry, as if it had come alone."""
        many = subjects.parse_bulk(self.delivery.subject)
        body = publication_of(self.body) if self.is_event else self.body
        if many is None:
            return self.delivery.subject, body
        if not isinstance(body, dict):
            raise Refused("body: should be an object")
        if self.is_event:
            body["action"] = self.body["type"]
        return _subject(many, body), body

    def letter(self, reason: str, *, stream: str, durable: str) -> DeadLetter:
        """Return this part as a dead letter, to be repaired alone; each delivery makes the same."""
        again = [self.body] if self.is_event else {"entries": [self.body]}
        payload = json.dumps(again, ensure_ascii=False).encode()
        alone = replace(self.delivery, payload=payload, reason=reason)
        letter = DeadLetter.of(alone, stream=stream, durable=durable)
        return replace(letter, id=str(uuid.uuid5(uuid.UUID(letter.id), str(self.part))))


def statements_of(delivery: Delivery) -> Iterator[Statement]:
    """Read a message; raise `Refused` when it can't be taken apart."""
    is_bulk = subjects.parse_bulk(delivery.subject) is not None
    told = events_in(delivery.payload, delivery.headers)
    if is_bulk and isinstance(told, list):
        return _parts(delivery, told, is_event=True)
    if told is not None:
        return iter([Statement(delivery, told, is_event=True)])
    if is_bulk:
        return _parts(delivery, _entries(delivery.payload))
    return iter([Statement(delivery, delivery.payload)])


def _parts(
    delivery: Delivery, bodies: Sequence[Any], *, is_event: bool = False
) -> Iterator[Statement]:
    if not 1 <= len(bodies) <= MOST_ENTRIES:
        raise Refused(f"entries: has {len(bodies)} items; should have 1 to {MOST_ENTRIES}")
    parts = enumerate(bodies)
    return (Statement(delivery, body, part, is_event=is_event) for part, body in parts)


def _entries(payload: bytes) -> list[Any]:
    try:
        told = decode(payload)
    except NotProtoJson as error:
        raise Refused(f"body: {error}") from error
    entries = told.get("entries") if isinstance(told, dict) else None
    if not isinstance(entries, list) or len(told) != 1:
        raise Refused('body: should be {"entries": […]}, with nothing beside it')
    return entries


def _subject(many: subjects.BulkSubject, body: Mapping[str, Any]) -> str:
    action = body.get("action")
    tenant = body.get("tenantSlug", "") if many.names_several else many.tenant
    if not isinstance(action, str):
        raise Refused("action: is needed among many, as text")
    if tenant is not None and not isinstance(tenant, str):
        raise Refused("tenantSlug: should be text")
    try:
        return subjects.audit(many.source, tenant, action)
    except ValueError as error:
        raise Refused(f"action, tenantSlug: {error}") from error
