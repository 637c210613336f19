"""Removing what was published, many documents in one write."""

import asyncio

import pytest
from chassis.removal import Removal
from pymongo.errors import AutoReconnect


class SlowCollection:
    """Keeps the writes it is given; each ends when it is let."""

    def __init__(self):
        self.batches = []
        self.failure = None
        self.began, self.may_end = asyncio.Event(), asyncio.Event()

    async def bulk_write(self, writes, *, ordered):
        assert not ordered
        self.batches.append(len(writes))
        self.began.set()
        await self.may_end.wait()
        if self.failure:
            raise self.failure


@pytest.fixture
def collection():
    return SlowCollection()


@pytest.fixture
async def removing(collection):
    """Give three removals: the first is being written, two came meanwhile."""
    removal = Removal(collection)
    tasks = [asyncio.create_task(removal.entries(0, ["e"]))]
    await collection.began.wait()
    tasks += [asyncio.create_task(removal.document(number)) for number in (1, 2)]
    await asyncio.sleep(0)
    return tasks


class TestRemoval:
    async def test_nobody_is_done_before_the_write_is(self, collection, removing):
        """An entry counts as moved once it is gone."""
        assert [task.done() for task in removing] == [False, False, False]
        collection.may_end.set()
        await asyncio.gather(*removing)

    async def test_what_comes_meanwhile_goes_together(self, collection, removing):
        """One write for all that gathered."""
        collection.may_end.set()
        await asyncio.gather(*removing)
        assert collection.batches == [1, 2]

    async def test_a_failure_reaches_everybody_in_the_write(self, collection, removing):
        """None of them knows whether its own part was made."""
        collection.failure = AutoReconnect("gone")
        collection.may_end.set()
        ended = await asyncio.gather(*removing, return_exceptions=True)
        assert [type(one) for one in ended] == [AutoReconnect] * 3

    async def test_it_goes_on_after_a_failure(self, collection):
        """The next write is a new one."""
        removal = Removal(collection)
        collection.may_end.set()
        collection.failure = AutoReconnect("gone")
        with pytest.raises(AutoReconnect):
            await removal.document(1)
        collection.failure = None
        await removal.document(1)
        assert collection.batches == [1, 1]
