"""Work beside the service."""

import asyncio


async def soon() -> None:
    """Let everything happen that can happen now."""
    for _ in range(20):
        await asyncio.sleep(0)


async def fail(when=None):
    if when:
        await when.wait()
    raise ValueError("no luck")


class TestBackground:
    async def test_its_failure_ends_the_service(self, life):
        """Half a service is worse than none: whoever supervises it starts it again."""
        life.service.background(fail())
        async with life.running() as task:
            await asyncio.wait([task])
        assert repr(task.exception()) == "ValueError('no luck')"

    async def test_the_service_drains_nevertheless(self, life, demo):
        """What was asked before is answered."""
        may_fail = asyncio.Event()
        life.service.background(fail(may_fail))
        async with life.running():
            asking = asyncio.create_task(demo.ask())
            await demo.asked.wait()
            may_fail.set()
            await soon()
            demo.may_answer.set()
            assert await asking == "hello"

    async def test_its_end_is_no_failure(self, life):
        """Work may be done once."""
        life.service.background(asyncio.sleep(0))
        async with life.running() as task:
            await soon()
            assert not task.done()

    async def test_it_is_cancelled_in_the_end(self, life):
        """With time to put things in order."""
        ended = []

        async def work():
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(True)

        life.service.background(work())
        async with life.running():
            pass
        assert ended == [True]
