"""Many calls at once, over memory and over NATS."""

import asyncio

import pytest


class TestConcurrency:
    @pytest.mark.usefixtures("service")
    async def test_side_by_side(self, client, greeter, greeting):
        """Ten calls are worked on at once: each waits until all ten are inside."""
        barrier = asyncio.Barrier(10)

        async def together(_request):
            await barrier.wait()

        greeter.inside = together
        replies = await asyncio.gather(
            *(client.call(greeting.GREET, greeting.Request(name=str(n))) for n in range(10))
        )
        assert [reply.text for reply in replies] == [f"hello {n}" for n in range(10)]

    async def test_bounded(self, serve, client, greeter, greeting):
        """No more than `max_in_flight` are worked on at once."""
        running = most = 0

        async def count(_request):
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

        greeter.inside = count
        service = await serve(max_in_flight=3)
        await asyncio.gather(
            *(client.call(greeting.GREET, greeting.Request(name="x")) for _ in range(30))
        )
        await service.stop()
        assert most == 3

    @pytest.mark.usefixtures("service")
    async def test_calls_itself(self, client, greeter, greeting):
        """A that calls B that calls A gets its answer."""

        async def around(request):
            if request.name == "a":
                await client.call(greeting.GREET, greeting.Request(name="b"))
            if request.name == "b":
                await client.call(greeting.GREET, greeting.Request(name="c"))

        greeter.inside = around
        reply = await client.call(greeting.GREET, greeting.Request(name="a"))
        assert reply.text == "hello a"

    async def test_instances_share(self, line, serve, client, greeter, greeting):
        """Each call reaches one of the instances."""
        seen = []

        async def note(request):
            seen.append(request.name)

        greeter.inside = note
        instances = [await serve(), await serve(on=await line.another())]
        await asyncio.gather(
            *(client.call(greeting.GREET, greeting.Request(name=str(n))) for n in range(50))
        )
        for instance in instances:
            await instance.stop()
        assert sorted(seen, key=int) == [str(n) for n in range(50)]
