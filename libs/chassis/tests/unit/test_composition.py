"""One service's life: start, work, drain."""

import asyncio

import pytest
from bus import ConsumerSpec
from bus.faults import BusUnavailable
from contracts.faults import Unavailable


class AwaitedConsumer:
    """One whose stream isn't there; and while it is awaited the process is told to stop."""

    def __init__(self, stopping):
        self.spec = ConsumerSpec("AUDIT", "demo")
        self._stopping = stopping

    async def start(self):
        self._stopping.set()
        raise BusUnavailable

    async def stop(self):
        pass


class TestStart:
    async def test_it_says_when_it_is_ready(self, life, logs):
        """With the instance's id, by which `$SRV.PING` names it."""
        async with life.running():
            ready = next(entry for entry in logs if entry["event"] == "ready")
        assert ready["instance"] == life.service.service.id

    async def test_it_stops_while_it_waits(self, life):
        """A stream that isn't there is awaited, but not against an order to stop."""
        life.service.consume(AwaitedConsumer(life.stopping))
        await life.service.run(life.stopping)
        assert ("awaiting" in life.events, "ready" in life.events) == (True, False)


class TestRun:
    async def test_it_answers(self, life, demo):
        """Once it is ready everybody can reach it."""
        demo.may_answer.set()
        async with life.running():
            assert await demo.ask() == "hello"

    async def test_stats_tell_of_the_outbox(self, life, memory_bus):
        """Published, waiting, unpublishable: `nats micro stats` shows it."""
        async with life.running():
            answer = await memory_bus.request("$SRV.STATS.demo", b"")
        assert b'"outbox"' in answer.payload


class TestDrain:
    async def test_what_it_works_on_is_answered(self, life, demo):
        """Draining loses no request."""
        async with life.running():
            asking = asyncio.create_task(demo.ask())
            await demo.asked.wait()
            asyncio.get_running_loop().call_soon(demo.may_answer.set)
        assert await asking == "hello"

    async def test_after_the_end_nobody_answers(self, life, demo):
        """Callers hear it at once."""
        async with life.running():
            pass
        with pytest.raises(Unavailable):
            await demo.ask()

    async def test_it_has_an_end(self, life_of, demo):
        """A handler that never returns doesn't keep the process."""
        life = life_of(drain_seconds=0.05)
        async with life.running():
            asking = asyncio.create_task(demo.ask())
            await demo.asked.wait()
        asking.cancel()
        assert "drain_cut_short" in life.events

    async def test_a_failing_last_sweep_is_no_failure(self, life_of, failing_relay):
        """The entries are in the database, and the next start publishes them."""
        life = life_of(relay=failing_relay)
        async with life.running() as task:
            pass
        assert (task.exception(), "entries_left" in life.events) == (None, True)

    async def test_it_needs_no_bus(self, life, memory_bus):
        """The bus went first."""
        async with life.running() as task:
            memory_bus.disconnect()
        assert task.exception() is None
