"""The queue: durable, and one worker at a time for each tenant."""

import asyncio
from datetime import timedelta

import pytest
from chassis import now
from tenant.provisioning.queue.documents import WorkDocument
from tenant.provisioning.queue.store import WorkQueue

LEASE = timedelta(seconds=10)


class Hand:
    def __init__(self):
        self.now = now()

    def __call__(self):
        return self.now

    def pass_(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
async def queue(prepare):
    await prepare([WorkDocument])
    return WorkQueue()


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def claim(queue, hand):
    async def claim():
        return await queue.claim_in_all(now=hand(), until=hand() + LEASE)

    return claim


class TestTouch:
    async def test_each_is_a_generation(self, queue, hand):
        """Many at once: none is lost, none is told the same."""
        told = await asyncio.gather(*(queue.touch("acme", at=hand()) for _ in range(8)))
        assert sorted(told) == list(range(1, 9))
        assert (await queue.waiting("acme")).generation == 8

    async def test_several_events(self, queue, hand):
        """As many generations as events, whether the first has begun the work or not."""
        assert [await queue.touch("acme", at=hand(), generations=3) for _ in range(2)] == [3, 6]


class TestClaim:
    async def test_nothing_is_due(self, queue, claim, hand):
        """What is to be done later waits."""
        await queue.touch("acme", at=hand() + timedelta(seconds=1))
        assert await claim() is None
        hand.pass_(seconds=1)
        assert (await claim()).slug == "acme"

    async def test_one_at_a_time(self, queue, claim, hand):
        """Of many who want it one gets it."""
        await queue.touch("acme", at=hand())
        claimed = await asyncio.gather(*(claim() for _ in range(8)))
        assert [one.slug for one in claimed if one] == ["acme"]

    async def test_the_longest_overdue_first(self, queue, claim, hand):
        """And each only once."""
        for number, slug in enumerate(["first", "second", "third"]):
            await queue.touch(slug, at=hand() - timedelta(minutes=3 - number))
        assert [(await claim()).slug for _ in range(3)] == ["first", "second", "third"]
        assert await claim() is None

    async def test_is_taken_over(self, queue, claim, hand):
        """When its holder has shown no life for a lease; the holder is told so then."""
        await queue.touch("acme", at=hand())
        first = await claim()
        hand.pass_(seconds=9)
        assert await queue.renew(first, until=hand() + LEASE)
        hand.pass_(seconds=9)
        assert await claim() is None
        hand.pass_(seconds=1)
        second = await claim()
        assert second.epoch == first.epoch + 1
        assert not await queue.renew(first, until=hand() + LEASE)


class TestSettle:
    async def test_is_looked_at_again_then(self, queue, claim, hand):
        """Not before, and only looked after."""
        await queue.touch("acme", at=hand())
        await queue.settle(await claim(), due_at=hand() + timedelta(hours=1), touched=False)
        assert await claim() is None
        hand.pass_(hours=1)
        assert not (await claim()).touched

    async def test_touched_meanwhile(self, queue, claim, hand):
        """What came while it was worked on is done at once."""
        await queue.touch("acme", at=hand())
        work = await claim()
        await queue.touch("acme", at=hand())
        await queue.settle(work, due_at=hand() + timedelta(hours=1), touched=False)
        again = await claim()
        assert (again.generation, again.touched) == (2, True)

    async def test_by_who_lost_it(self, queue, claim, hand):
        """Changes nothing for whoever holds it now."""
        await queue.touch("acme", at=hand())
        first = await claim()
        hand.pass_(seconds=10)
        second = await claim()
        await queue.settle(first, due_at=hand() + timedelta(hours=1), touched=False)
        assert await claim() is None
        assert await queue.renew(second, until=hand() + LEASE)


class TestDrop:
    async def test_is_forgotten(self, queue, claim, hand):
        """Nobody works on what is gone."""
        await queue.touch("acme", at=hand())
        await queue.drop("acme")
        assert await claim() is None
        assert await queue.waiting("acme") is None
