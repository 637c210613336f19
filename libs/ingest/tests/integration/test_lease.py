"""Which of several instances works."""

import asyncio

import pytest
from chassis.lease import Lease, LeaseLost
from ingest import Figures, Position

SECONDS = 0.1


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def lease(store, holder, **options):
    return Lease(store, name="codehost", holder=holder, seconds=SECONDS, **options)


def position(store, epoch):
    return Position(store, Figures("codehost"), epoch=epoch, cursor={"place": epoch})


class TestAcquire:
    async def test_one_of_many(self, store):
        """However many want it, one has it; the next has it once it was given back."""
        waiting = {
            asyncio.create_task(lease(store, f"instance-{number}").acquire()) for number in range(5)
        }
        for epoch in range(1, 6):
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            # The others see beats and keep waiting.
            assert [task.result() for task in done] == [epoch]
            await lease(store, "any").release(epoch)

    async def test_silence(self, store):
        """A holder that shows no life for an interval is replaced, and its writes are refused."""
        assert await lease(store, "stopped").acquire() == 1
        assert await lease(store, "second").acquire() == 2
        with pytest.raises(LeaseLost):
            await position(store, 1).save()
        await position(store, 2).save()
        assert (await store.position())["cursor"] == {"place": 2}
        with pytest.raises(LeaseLost):
            await lease(store, "stopped").keep(1)

    async def test_other_clocks(self, store):
        """Whoever shows life keeps it, however late it is by another's clock."""
        epoch = await lease(store, "first").acquire()
        clock = Clock()
        taking = asyncio.create_task(lease(store, "second", clock=clock).acquire())
        for _ in range(20):
            assert await store.renew_lease(epoch=epoch)
            # No time has passed between a beat that was seen and the next look.
            await asyncio.sleep(SECONDS / 8)
        assert not taking.done()
        while not taking.done():
            clock.now += SECONDS
            await asyncio.sleep(SECONDS / 8)
        assert taking.result() == 2

    async def test_restored_at_once(self, store):
        """Who ends well hands over: nobody waits for the interval."""
        first = lease(store, "first")
        await first.release(await first.acquire())
        clock = Clock()
        assert await lease(store, "second", clock=clock).acquire() == 2
        assert (await store.position())["holder"] == "second"
