"""A cancellation is never lost."""

import asyncio

import pytest
from bus.waiting import mend_wait_for, wait_for


async def _soon():
    """Return at the next step, as a write into a socket's buffer does."""
    return "done"


async def _steps(count):
    for _ in range(count):
        await asyncio.sleep(0)


class TestWaitFor:
    @pytest.mark.parametrize("steps", range(1, 9))
    async def test_cancelled_as_it_ends(self, steps):
        """At whatever step it comes, a driver that waits with asyncio's own goes on no more."""
        mend_wait_for()
        turns = 0

        async def work():
            nonlocal turns
            while turns < 50:
                await asyncio.wait_for(_soon(), 5.0)
                await asyncio.sleep(0)
                turns += 1

        task = asyncio.create_task(work())
        await _steps(steps)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert turns < 50

    async def test_result(self):
        """What comes in time is returned."""
        assert await wait_for(_soon(), 5.0) == "done"

    @pytest.mark.parametrize("seconds", [0.01, 0, -1])
    async def test_too_late(self, seconds):
        """What doesn't come is given up."""
        with pytest.raises(TimeoutError):
            await wait_for(asyncio.Event().wait(), seconds)

    async def test_without_end(self):
        """No time-out is none."""
        assert await wait_for(_soon(), None) == "done"
