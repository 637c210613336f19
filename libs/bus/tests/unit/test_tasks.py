"""Tasks that run until they are stopped."""

import asyncio

from bus.tasks import lasting, stop


class TestLasting:
    async def test_dies(self, logs):
        """Its failure is logged with its name."""

        async def fail():
            raise RuntimeError("oh")

        await asyncio.wait([lasting(fail(), name="watch a")])
        assert [(entry["event"], entry["task"]) for entry in logs] == [("bus_task_died", "watch a")]

    async def test_stopped(self, logs):
        """Stopping it is no failure."""
        task = lasting(asyncio.Event().wait(), name="watch a")
        task.cancel()
        await asyncio.wait([task])
        assert logs == []


class TestStop:
    async def test_a_cancellation_that_is_lost(self):
        """It is told again, so nobody waits for ever."""
        lost = []

        async def work():
            while True:
                try:
                    await asyncio.Event().wait()
                except asyncio.CancelledError:
                    if lost:
                        raise
                    lost.append(True)

        task = asyncio.create_task(work())
        await asyncio.sleep(0)
        await stop([task])
        assert (task.cancelled(), lost) == (True, [True])

    async def test_nothing(self):
        """Nothing is nothing to wait for."""
        await stop([])
