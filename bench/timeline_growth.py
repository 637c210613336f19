"""Fills the timeline through the audit service: entries sealed as any other, however many."""

from audit_rate import publication
from bus import connect
from devstack.running import RunningStack
from devstack.waiting import eventually
from pymongo import AsyncMongoClient

_SOURCE = "growth"
_BATCH = 1000
# The slowest that is still worth waiting for.
_LEAST_PER_SECOND = 200


async def grow(stack: RunningStack, entries: int) -> None:
    """Publish so many and wait until the last is stored."""
    line = await connect(stack.nats_url, name="bench")
    async with AsyncMongoClient(stack.mongo_url, tz_aware=True) as client:
        stored = client["audit"]["entries"]
        before = await stored.estimated_document_count()
        for start in range(0, entries, _BATCH):
            numbers = range(start, min(start + _BATCH, entries))
            await line.append_many([publication(_SOURCE, number) for number in numbers])
        await line.drain()
        await eventually(
            stored.estimated_document_count,
            until=lambda seen: seen >= before + entries,
            timeout_seconds=60 + entries / _LEAST_PER_SECOND,
        )
