"""A bucket, and somebody who watches it."""

import pytest
import pytest_asyncio
from bus import KeyValue


@pytest.fixture
def directory(connection) -> KeyValue:
    """Give the bucket `directory`, empty."""
    return connection.key_value("directory")


@pytest_asyncio.fixture
async def watching(directory, collected):
    """Give a sink that watches everything, and has been told that nothing is there yet."""
    watch = await directory.watch(collected)
    await collected.of(1)
    collected.items.clear()
    yield collected
    await watch.stop()
