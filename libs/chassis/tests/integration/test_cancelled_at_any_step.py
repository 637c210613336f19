"""Work on the database that is cancelled ends, at whatever step the cancellation comes."""

import asyncio

import pytest
from bus import connect
from pymongo.errors import PyMongoError

STEPS = 150
TURNS = 25


# Cancelled while it connects, pymongo leaves its socket to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
async def test_it_ends(database, nats_url):
    """Not one of so many moments is lost on it (Python 3.11 lost several, ADR 0054)."""
    await (await connect(nats_url, name="mended")).drain()

    async def work():
        for _ in range(TURNS):
            try:
                await database["words"].find_one({})
            except PyMongoError:
                continue

    await work()
    deaf = []
    for steps in range(1, STEPS):
        task = asyncio.create_task(work())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            deaf.append(steps)
    assert deaf == []
