"""Watching values while the line comes and goes, over memory and over NATS."""

import asyncio


def told(entries):
    return [entry and (entry.key, entry.value, entry.deleted) for entry in entries]


def state_of(entries):
    """Return the values that a watcher knows after these."""
    state = {}
    for entry in filter(None, entries):
        state[entry.key] = entry.value
        if entry.deleted:
            del state[entry.key]
    return state


class TestWatchAfterRestart:
    async def test_resumes(self, line, collected):
        """Once the line is up changes arrive at once, and None doesn't come again.

        A plain nats-py watcher is silent for 16 seconds.
        """
        directory = line.connection.key_value("directory")
        watch = await directory.watch(collected)
        await collected.of(1)
        await line.cut()
        await line.restore()
        await directory.put("a", b"1")
        async with asyncio.timeout(8):
            received = told(await collected.of(2))
        await watch.stop()
        assert received[:2] == [None, ("a", b"1", False)]

    async def test_missed(self, line, collected):
        """What was written while this line alone was down arrives."""
        directory = line.connection.key_value("directory")
        await directory.put("kept", b"1")
        watch = await directory.watch(collected)
        await collected.of(2)
        await line.block()
        writer = await line.another()
        bucket = writer.key_value("directory")
        await bucket.put("new", b"2")
        await bucket.put("passing", b"3")
        await bucket.delete("passing")
        await line.unblock()
        while state_of(collected.items) != {"kept": b"1", "new": b"2"}:
            await collected.of(len(collected.items) + 1)
        await watch.stop()
        assert collected.items.count(None) == 1

    async def test_vanished(self, line, collected):
        """What was deleted meanwhile is reported as deleted."""
        directory = line.connection.key_value("directory")
        await directory.put("a", b"1")
        watch = await directory.watch(collected)
        await collected.of(2)
        await line.block()
        writer = await line.another()
        await writer.key_value("directory").delete("a")
        await line.unblock()
        while state_of(collected.items) != {}:
            await collected.of(len(collected.items) + 1)
        await watch.stop()

    async def test_twice(self, line, collected):
        """It resumes as often as needed."""
        directory = line.connection.key_value("directory")
        watch = await directory.watch(collected)
        for number in range(2):
            await line.cut()
            await line.restore()
            await directory.put(f"k{number}", b"1")
            while f"k{number}" not in [entry and entry.key for entry in collected.items]:
                await collected.of(len(collected.items) + 1)
        await watch.stop()
