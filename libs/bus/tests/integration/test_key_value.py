"""Values and watches, over memory and over NATS."""

import asyncio

import pytest
import pytest_asyncio
from bus import Entry, KeyValue
from bus.faults import BusUnavailable, NobodyAnswered
from structlog.testing import capture_logs


@pytest.fixture
def directory(connection) -> KeyValue:
    """Give the bucket `directory`, empty."""
    return connection.key_value("directory")


@pytest_asyncio.fixture
async def watching(directory, collected):
    """Give a sink that watches everything, and has been told that nothing is there yet."""
    watch = await directory.watch(collected)
    await collected.of(1)
    collected.items.clear()
    yield collected
    await watch.stop()


def told(entries):
    return [entry and (entry.key, entry.value, entry.deleted) for entry in entries]


class TestGet:
    async def test_value(self, directory):
        """The newest value comes with its revision."""
        await directory.put("tenant.acme", b"1")
        revision = await directory.put("tenant.acme", b"2")
        assert await directory.get("tenant.acme") == Entry("tenant.acme", b"2", revision)

    async def test_none(self, directory):
        """Where nothing is, nothing comes."""
        assert await directory.get("tenant.acme") is None

    async def test_deleted(self, directory):
        """What was deleted is gone."""
        await directory.put("tenant.acme", b"1")
        await directory.delete("tenant.acme")
        assert await directory.get("tenant.acme") is None

    async def test_empty_value(self, directory):
        """An empty value is a value."""
        revision = await directory.put("tenant.acme", b"")
        assert await directory.get("tenant.acme") == Entry("tenant.acme", b"", revision)

    @pytest.mark.parametrize("key", ["", ".a", "a.", "a..b", "a b", "a.*", "a.>", "é"])
    async def test_not_a_key(self, directory, key):
        """What can't be a subject can't be a key."""
        with pytest.raises(ValueError, match="not a key"):
            await directory.get(key)
        with pytest.raises(ValueError, match="not a key"):
            await directory.put(key, b"")

    async def test_disconnected(self, line):
        """While the line is down the fault comes at once."""
        await line.cut()
        async with asyncio.timeout(2):
            with pytest.raises(BusUnavailable):
                await line.connection.key_value("directory").get("tenant.acme")


class TestCreate:
    async def test_new(self, directory):
        """A key without a value gets one."""
        revision = await directory.create("a", b"1")
        assert await directory.get("a") == Entry("a", b"1", revision)

    async def test_taken(self, directory):
        """A key with a value keeps it."""
        await directory.put("a", b"1")
        assert await directory.create("a", b"2") is None
        assert (await directory.get("a")).value == b"1"

    async def test_deleted(self, directory):
        """A key whose value was deleted can be made again."""
        await directory.put("a", b"1")
        await directory.delete("a")
        assert await directory.create("a", b"2")
        assert (await directory.get("a")).value == b"2"


class TestUpdate:
    async def test_newest(self, directory):
        """The newest revision may be replaced."""
        revision = await directory.put("a", b"1")
        assert await directory.update("a", b"2", revision=revision) > revision
        assert (await directory.get("a")).value == b"2"

    async def test_stale(self, directory):
        """An older one may not."""
        revision = await directory.put("a", b"1")
        await directory.put("a", b"2")
        assert await directory.update("a", b"3", revision=revision) is None
        assert (await directory.get("a")).value == b"2"

    async def test_race(self, directory):
        """Of many writers with the same revision one wins."""
        revision = await directory.put("a", b"0")
        written = await asyncio.gather(
            *(directory.update("a", b"%d" % n, revision=revision) for n in range(20))
        )
        assert sum(one is not None for one in written) == 1


class TestKeys:
    async def test_all(self, directory):
        """Every key that has a value, none that was deleted."""
        for key in ("b", "a", "gone", "tenant.acme"):
            await directory.put(key, b"1")
        await directory.delete("gone")
        assert await directory.keys() == ["a", "b", "tenant.acme"]

    async def test_prefix(self, directory):
        """Those below a prefix, which ends where a token ends."""
        for key in ("tenant.acme", "tenant.zen", "tenants.x", "tenant"):
            await directory.put(key, b"1")
        assert await directory.keys("tenant") == ["tenant.acme", "tenant.zen"]

    async def test_none(self, directory):
        """An empty bucket has none."""
        assert await directory.keys() == []


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
        await directory.put("a", b"2")
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

    async def test_failing_handler(self, directory, collected):
        """A handler's exception is logged, and the next change still comes."""

        def handle(entry):
            collected(entry)
            raise RuntimeError("oh")

        with capture_logs() as logs:
            watch = await directory.watch(handle)
            await directory.put("a", b"1")
            await directory.put("b", b"2")
            await collected.of(3)
            await watch.stop()
        assert "bus_watcher_failed" in [entry["event"] for entry in logs]

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
        expected = [f"tenant.t{number}" for number in range(2000)]
        await asyncio.gather(*(directory.put(key, bytes(1000)) for key in expected))
        watch = await directory.watch(collected)
        received = await collected.of(2001)
        await watch.stop()
        assert sorted(entry.key for entry in received[:-1]) == sorted(expected)
        assert received[-1] is None

    async def test_no_such_bucket(self, connection, collected):
        """A bucket that nobody made is a fault for the caller."""
        with pytest.raises(Exception, match="stream not found|Nobody answers"):
            await connection.key_value("nothing").watch(collected)

    async def test_disconnected(self, line, collected):
        """A watch that can't begin is a fault for the caller."""
        await line.cut()
        with pytest.raises(BusUnavailable):
            await line.connection.key_value("directory").watch(collected)


class TestWatchAfterRestart:
    async def test_resumes(self, line, collected):
        """Once the line is up changes arrive at once, and None doesn't come again."""
        directory = line.connection.key_value("directory")
        watch = await directory.watch(collected)
        await collected.of(1)
        await line.cut()
        await line.restore()
        await directory.put("a", b"1")
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
        received = told(await collected.of(4))
        await watch.stop()
        assert received == [
            ("kept", b"1", False),
            None,
            ("kept", b"1", False),
            ("new", b"2", False),
        ]

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
        received = told(await collected.of(3))
        await watch.stop()
        assert received[2] == ("a", b"", True)

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


class TestDelete:
    async def test_nothing_there(self, directory):
        """Deleting what isn't there is no fault."""
        await directory.delete("a")
        assert await directory.get("a") is None


class TestMissingBucket:
    async def test_get(self, connection):
        """A bucket that nobody made is a fault, not an absent key."""
        with pytest.raises(NobodyAnswered):
            await connection.key_value("nothing").get("a")
