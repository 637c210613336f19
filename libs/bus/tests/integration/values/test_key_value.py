"""Values, over memory and over NATS."""

import asyncio

import pytest
from bus import Entry
from bus.faults import BusUnavailable, NobodyAnswered


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


class TestDelete:
    async def test_nothing_there(self, directory):
        """Deleting what isn't there is no fault."""
        await directory.delete("a")
        assert await directory.get("a") is None


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


class TestMissingBucket:
    async def test_get(self, connection):
        """A bucket that nobody made is a fault, not an absent key."""
        with pytest.raises(NobodyAnswered):
            await connection.key_value("nothing").get("a")
