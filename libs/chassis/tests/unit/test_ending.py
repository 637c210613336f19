"""Tasks that end, one way or the other."""

import asyncio

from chassis.ending import end


class Stubborn:
    """Goes on after so many cancellations, as those do that lose them."""

    def __init__(self, deafness):
        self.deafness = deafness
        self.told = 0

    async def work(self):
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.told += 1
                if self.told > self.deafness:
                    raise


async def _begun(work):
    task = asyncio.create_task(work, name="stubborn")
    await asyncio.sleep(0)
    return task


class TestEnd:
    async def test_it_waits_for_those_who_clean_up(self):
        """One cancellation is enough for who hears it."""
        stubborn = Stubborn(0)
        task = await _begun(stubborn.work())
        await end([task], again_after_seconds=0.01)
        assert (task.cancelled(), stubborn.told) == (True, 1)

    async def test_it_tells_again(self):
        """Who lost the first hears the second."""
        stubborn = Stubborn(1)
        task = await _begun(stubborn.work())
        await end([task], again_after_seconds=0.01)
        assert (task.cancelled(), stubborn.told) == (True, 2)

    async def test_it_is_told_again_itself(self):
        """Who is cancelled while ending others tells them once more, and leaves nobody behind."""
        stubborn = Stubborn(1)
        task = await _begun(stubborn.work())
        ending = await _begun(end([task], again_after_seconds=60))
        await asyncio.sleep(0)
        ending.cancel()
        await asyncio.wait([ending, task])
        assert (task.cancelled(), ending.cancelled(), stubborn.told) == (True, True, 2)

    async def test_it_leaves_who_never_ends(self, logs):
        """And names them: the process has to end."""
        stubborn = Stubborn(99)
        task = await _begun(stubborn.work())
        await end([task], again_after_seconds=0.01)
        assert not task.done()
        assert [(entry["event"], entry["tasks"]) for entry in logs] == [
            ("work_does_not_end", ["stubborn"])
        ]
        stubborn.deafness = 0
        task.cancel()
        await asyncio.wait([task])
