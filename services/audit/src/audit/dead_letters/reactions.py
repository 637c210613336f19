"""Stores what the DEAD stream delivers."""

from collections.abc import Sequence

from bus import DeadLetter, Delivery
from chassis.faults import database_deadline
from contracts.audit import v1

from audit.dead_letters.documents import DeadLetterDocument
from audit.dead_letters.store import DeadLetterStore


class Collector:
    """Keeps each dead letter once, for people to see and replay."""

    def __init__(self, store: DeadLetterStore) -> None:
        self._store = store

    async def collect(self, deliveries: Sequence[Delivery]) -> None:
        """Store the batch. What is no dead letter is rejected, which makes it one."""
        for delivery in deliveries:
            try:
                document = _document(DeadLetter.read(delivery.payload))
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                delivery.reject(f"no dead letter: {error!r}")
                continue
            with database_deadline():
                await self._store.add(document)


def _document(letter: DeadLetter) -> DeadLetterDocument:
    try:
        body, is_text = letter.body.decode(), True
    except UnicodeDecodeError:
        body, is_text = letter.body.decode(errors="backslashreplace"), False
    # By the contract first: a document takes any id, and the list would fail on it for ever.
    contract = v1.DeadLetter(
        id=letter.id,
        stream=letter.stream,
        durable=letter.durable,
        subject=letter.subject,
        body=body,
        body_bytes=len(letter.body),
        headers=dict(letter.headers),
        reason=letter.reason,
        deliveries=letter.deliveries,
        sequence=letter.sequence,
        at=letter.at,
    )
    said = contract.storable()
    return DeadLetterDocument(_id=said.pop("id").lower(), is_text=is_text, **said)
