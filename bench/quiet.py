"""Waits until the audit service has nothing left to do."""

from typing import Any

from bus import Connection
from devstack.waiting import eventually
from pymongo import AsyncMongoClient

_MOST_SECONDS = 300.0
# Asking takes from what is measured.
_SELDOM_SECONDS = 0.1


async def all_stored(line: Connection) -> None:
    """Wait until everything that the stream has now is settled."""
    last = (await line.state("AUDIT")).last

    async def settled() -> int:
        return await line.settled("AUDIT", "audit")

    await eventually(
        settled,
        until=lambda seen: seen >= last,
        timeout_seconds=_MOST_SECONDS,
        poll_seconds=_SELDOM_SECONDS,
    )


async def all_sealed(mongo: AsyncMongoClient[dict[str, Any]]) -> None:
    """Wait until nothing that is stored waits for its place in the log."""

    async def waiting() -> Any:
        return await mongo["audit"]["arrivals"].find_one({}, {"first": 1})

    await eventually(waiting, until=lambda seen: seen is None, timeout_seconds=_MOST_SECONDS)
