"""Reading everything that a stream holds."""

import pytest
from bus import ConsumerSpec


@pytest.fixture
def stored(connection):
    """Give a way to read all of a stream, by a durable of its own."""

    async def read(stream="AUDIT"):
        await connection.ensure_consumer(ConsumerSpec(stream, "everything"))
        puller = await connection.pull(stream, "everything")
        found = await puller.fetch(10_000, timeout_seconds=0.2)
        await puller.close()
        return found

    return read
