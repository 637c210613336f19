"""Work that goes on as long as the lease is held."""

import asyncio

import pytest
from chassis.lease import Lease, LeaseLost
from contracts.faults import Unavailable


class Held:
    """A lease that is held until the test says otherwise."""

    def __init__(self):
        self.is_ours, self.released = True, []
        self.asked = asyncio.Event()
        # What renewing does with a cancellation that it shouldn't lose.
        self.loses_cancellation = False

    async def renew_lease(self, *, epoch):
        assert epoch == 7
        self.asked.set()
        while self.loses_cancellation:
            try:
                await asyncio.sleep(0.005)
                break
            except asyncio.CancelledError:
                continue
        return self.is_ours

    async def release_lease(self, *, epoch):
        self.released.append(epoch)


@pytest.fixture
def held():
    """Give where the lease stands."""
    return Held()


@pytest.fixture
def lease(held):
    """Give a lease that is renewed every few milliseconds."""
    return Lease(held, name="work", holder="us", seconds=0.02)


class TestHold:
    async def test_ends_with_the_work(self, lease, held):
        """What is done is released: the next one waits for nothing."""
        await lease.hold(7, asyncio.sleep(0))
        assert held.released == [7]

    async def test_the_fault_of_the_work(self, lease, held):
        """It comes out, and the lease is let go of all the same."""

        async def fail():
            raise Unavailable("gone")

        with pytest.raises(Unavailable):
            await lease.hold(7, fail())
        assert held.released == [7]

    async def test_lost(self, lease, held):
        """Work ends before anybody hears of the loss."""
        ended = asyncio.Event()

        async def work():
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

        held.is_ours = False
        with pytest.raises(LeaseLost):
            await lease.hold(7, work())
        assert ended.is_set()

    async def test_a_lost_cancellation(self, lease, held):
        """Work that loses its first cancellation is told again."""
        told = 0

        async def work():
            nonlocal told
            while told < 2:
                try:
                    await asyncio.Event().wait()
                except asyncio.CancelledError:
                    told += 1

        held.is_ours = False
        with pytest.raises(LeaseLost):
            await lease.hold(7, work())
        assert (told, held.released) == (2, [7])

    async def test_impatience(self, lease, held):
        """Nobody shows life for work that is over, also when its end was cut short."""
        held.loses_cancellation = True
        before = asyncio.all_tasks()
        holding = asyncio.create_task(lease.hold(7, asyncio.Event().wait()))
        await held.asked.wait()
        holding.cancel()
        await asyncio.sleep(0)
        holding.cancel()
        _, left = await asyncio.wait(asyncio.all_tasks() - before, timeout=10)
        assert left == set()
