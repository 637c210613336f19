"""Many audit entries in one message of the bus (ADR 0090)."""

from collections.abc import Iterator, Sequence

from bus import Publication as Message
from bus import subjects
from bus.streams import MAX_MESSAGE_BYTES
from contracts.audit.v1 import BulkPublication, Publication

from chassis.ids import uuid7

MOST_ENTRIES = 500
# The bus counts headers and subject as well.
_LARGEST_BYTES = MAX_MESSAGE_BYTES - 32 * 1024


def bulk(source: str, publications: Sequence[Publication]) -> list[Message]:
    """Return the messages that carry the entries of `source`, in their order.

    Whoever has only one tenant gets messages on that tenant's subject. Safe to append again: an
    entry without an id gets one here, and a message its own.
    """
    named = [one if one.id else one.model_copy(update={"id": uuid7()}) for one in publications]
    tenants = {one.tenant_slug or None for one in named}
    tenant = tenants.pop() if len(tenants) == 1 else subjects.SEVERAL_TENANTS
    subject = subjects.bulk(source, tenant)
    return [
        Message(subject, BulkPublication(entries=some).dump_json(), message_id=uuid7())
        for some in _portions(named)
    ]


def _portions(publications: Sequence[Publication]) -> Iterator[list[Publication]]:
    portion: list[Publication] = []
    room = _LARGEST_BYTES
    for one in publications:
        size = len(one.dump_json()) + 1
        if portion and (size > room or len(portion) == MOST_ENTRIES):
            yield portion
            portion, room = [], _LARGEST_BYTES
        portion.append(one)
        room -= size
    if portion:
        yield portion
