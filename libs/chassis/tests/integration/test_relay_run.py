"""A relay at work: woken, timed, and through outages."""

import asyncio

import pytest
from devstack.waiting import eventually


@pytest.fixture
def relay(stored, memory_bus):
    return stored.relay(memory_bus)


class TestRun:
    @pytest.fixture
    async def running(self, relay):
        task = asyncio.create_task(relay.run())
        yield task
        task.cancel()
        await asyncio.wait([task])

    async def test_it_sweeps_at_start(self, stored, relay, make_event):
        """What an earlier process left is published first."""
        await stored.open(make_event())
        task = asyncio.create_task(relay.run())
        await eventually(relay.depth, until=lambda depth: depth == 0)
        task.cancel()
        await asyncio.wait([task])

    async def test_a_write_wakes_it(self, stored, relay, running, make_event):  # noqa: ARG002
        """Long before the timer would."""
        relay._sweep_seconds = 3600
        stored.outbox._wake = relay.wake
        await eventually(relay.depth, until=lambda depth: depth == 0)
        await stored.open(make_event())
        await eventually(relay.depth, until=lambda depth: depth == 0)
        assert relay.figures.moved == 2

    async def test_it_goes_on_when_the_bus_is_back(
        self, stored, relay, running, memory_bus, make_event, logs
    ):
        """At once, having said once that it waits."""
        memory_bus.disconnect()
        await stored.open(make_event())
        relay.wake()
        await eventually(lambda: asyncio.sleep(0, [entry["event"] for entry in logs]))
        memory_bus.reconnect()
        await eventually(relay.depth, until=lambda depth: depth == 0)
        told = [entry["event"] for entry in logs if entry["event"].startswith("relay_")]
        assert (told, running.done()) == (["relay_waits", "relay_resumed"], False)

    async def test_it_survives_the_servers_restart(
        self, stored, bus, nats_server, make_event, logs
    ):
        """A real one: what was written meanwhile is published without anybody's help."""
        relay = stored.relay(bus)
        task = asyncio.create_task(relay.run())
        await asyncio.to_thread(nats_server.kill)
        await eventually(lambda: asyncio.sleep(0, not bus.is_connected))
        await stored.open(make_event())
        relay.wake()
        await eventually(lambda: asyncio.sleep(0, [one for one in logs if "relay" in one["event"]]))
        await asyncio.to_thread(nats_server.start)
        await eventually(relay.depth, until=lambda depth: depth == 0)
        task.cancel()
        await asyncio.wait([task])
        assert relay.figures.moved == 2
