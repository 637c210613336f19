"""Watching values, over memory and over NATS."""

import asyncio

import pytest
from bus.faults import BusUnavailable, NobodyAnswered


def told(entries):
    return [entry and (entry.key, entry.value, entry.deleted) for entry in entries]


class TestWatch:
    async def test_initial(self, directory, collected):
        """First the values there are, then None once."""
        await directory.put("a", b"1")
        await directory.put("b", b"2")
        await directory.put("gone", b"3")
        await directory.delete("gone")
        watch = await directory.watch(collected)
        received = told(await collected.of(3))
        await watch.stop()
        assert received == [("a", b"1", False), ("b", b"2", False), None]

    async def test_empty(self, directory, collected):
        """With nothing there the None comes at once."""
        watch = await directory.watch(collected)
        assert await collected.of(1) == [None]
        await watch.stop()

    async def test_changes(self, directory, watching):
        """Then each change, in order."""
        await directory.put("a", b"1")
        await watching.of(1)
        await directory.put("a", b"2")
        await watching.of(2)
        await directory.delete("a")
        assert told(await watching.of(3)) == [
            ("a", b"1", False),
            ("a", b"2", False),
            ("a", b"", True),
        ]

    async def test_prefix(self, directory, collected):
        """Only what is below the prefix."""
        await directory.put("tenant.acme", b"1")
        await directory.put("actor.x", b"2")
        watch = await directory.watch(collected, prefix="tenant.")
        await collected.of(2)
        await directory.put("actor.y", b"3")
        await directory.put("tenant.zen", b"4")
        received = told(await collected.of(3))
        await watch.stop()
        assert received == [("tenant.acme", b"1", False), None, ("tenant.zen", b"4", False)]

    async def test_async_handler(self, directory, collected):
        """A handler that awaits is waited for."""
        watch = await directory.watch(collected.take)
        await directory.put("a", b"1")
        received = told(await collected.of(2))
        await watch.stop()
        assert received == [None, ("a", b"1", False)]

    async def test_failing_handler(self, directory, collected, logged):
        """A handler's exception is logged, and the next change still comes."""

        def handle(entry):
            collected(entry)
            raise RuntimeError("oh")

        watch = await directory.watch(handle)
        await directory.put("a", b"1")
        await directory.put("b", b"2")
        await collected.of(3)
        await logged("bus_watcher_failed")
        await watch.stop()

    async def test_stopped(self, directory, collected):
        """After stop the handler hears nothing."""
        watch = await directory.watch(collected)
        await collected.of(1)
        await watch.stop()
        await directory.put("a", b"1")
        await directory.get("a")
        assert collected.items == [None]

    async def test_stop_from_within(self, directory, collected):
        """The handler may stop its own watch."""
        stopped = asyncio.Event()

        async def handle(entry):
            collected(entry)
            if entry is not None:
                await watch.stop()
                stopped.set()

        watch = await directory.watch(handle)
        await directory.put("a", b"1")
        await directory.put("b", b"2")
        await stopped.wait()
        assert told(collected.items) == [None, ("a", b"1", False)]

    async def test_many(self, directory, collected):
        """A large bucket arrives whole."""
        expected = [f"tenant.t{number}" for number in range(500)]
        await asyncio.gather(*(directory.put(key, bytes(1000)) for key in expected))
        watch = await directory.watch(collected)
        received = await collected.of(501)
        await watch.stop()
        assert sorted(entry.key for entry in received[:-1]) == sorted(expected)
        assert received[-1] is None

    async def test_no_such_bucket(self, connection, collected):
        """A bucket that nobody made is a fault for the caller."""
        with pytest.raises(NobodyAnswered):
            await connection.key_value("nothing").watch(collected)

    async def test_disconnected(self, line, collected):
        """A watch that can't begin is a fault for the caller."""
        await line.cut()
        with pytest.raises(BusUnavailable):
            await line.connection.key_value("directory").watch(collected)
