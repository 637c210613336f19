"""Tasks that run until they are stopped."""

import asyncio

from bus.tasks import lasting


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
