"""Flags over a bus: there at once, changed at once, kept when the bus is away."""

import asyncio

import pytest
from bus import MemoryConnection, bootstrap
from devstack.waiting import eventually
from flags import Flags
from flags.records import flag_record


async def seen(look, until=bool):
    """Wait until what a watcher holds is as it should be."""

    async def now():
        return look()

    return await eventually(now, until=until)


class TestWatch:
    async def test_what_is_there_is_read_first(self, line, make_flag, make_segment):
        """When watch returns, flags, segments and tenants are known."""
        await line.put_flag(make_flag(state="targeted", segments=["friends"]))
        await line.put_segment(make_segment(scope={"plans": ["business"]}))
        await line.put_tenant("acme", plan="business")
        flags = await Flags.watch(line.connection)
        assert flags.enabled("beta", "acme") is True
        assert flags.enabled("beta", "olivar") is False
        await flags.stop()

    async def test_a_change_arrives(self, line, flags, make_flag):
        """On, and off again."""
        await line.put_flag(make_flag(state="on"))
        await seen(lambda: flags.enabled("beta", "acme"))
        await line.put_flag(make_flag(state="off"), version=2)
        await seen(lambda: not flags.enabled("beta", "acme"))

    async def test_a_tenant_changes(self, line, flags, make_flag):
        """Another plan, another answer."""
        await line.put_flag(make_flag(state="targeted", scope={"plans": ["enterprise"]}))
        await line.put_tenant("acme", plan="business")
        await seen(lambda: "acme" in flags.tenants.records and "beta" in flags.all.flags)
        assert flags.enabled("beta", "acme") is False
        await line.put_tenant("acme", plan="enterprise", version=2)
        await seen(lambda: flags.enabled("beta", "acme"))

    async def test_a_removed_flag(self, line, flags, make_flag):
        """A record without a flag is a removal."""
        await line.put_flag(make_flag(state="on"))
        await seen(lambda: flags.enabled("beta"))
        await line.put("flag.beta", b'{"format": 1, "version": 2}')
        await seen(lambda: "beta" not in flags.all.flags)
        assert flags.evaluate("beta").error_code == "FLAG_NOT_FOUND"

    async def test_a_deleted_key(self, line, flags, make_flag):
        """As good as a removal."""
        await line.put_flag(make_flag(state="on"))
        await seen(lambda: flags.enabled("beta"))
        await line.connection.key_value("flags").delete("flag.beta")
        await seen(lambda: "beta" not in flags.all.flags)

    async def test_context_is_asked(self, line, flags, make_flag):
        """With the call, without a trip."""
        rule = {"attribute": "country", "operator": "in", "values": ["NO"]}
        await line.put_flag(make_flag(state="targeted", rules=[rule]))
        await seen(lambda: "beta" in flags.all.flags)
        assert flags.enabled("beta", "acme", {"country": "NO"}) is True
        assert flags.enabled("beta", "acme", {"country": "SE"}) is False

    async def test_the_environment_comes_with_the_flags(self, line, make_flag):
        """The flag service says it once, for every evaluator."""
        await line.put_flag(make_flag(state="targeted", scope={"environments": ["staging"]}))
        await line.put_tenant("acme")
        flags = await Flags.watch(line.connection)
        assert flags.enabled("beta", "acme") is False
        await line.put("environment", b"staging")
        await seen(lambda: flags.enabled("beta", "acme"))
        assert flags.enabled("beta", "unknown") is True
        await flags.stop()


class TestOutage:
    async def test_the_last_good_set_stays(self, line, flags, make_flag):
        """Without the bus flags decide as before."""
        await line.put_flag(make_flag(state="on"))
        await seen(lambda: flags.enabled("beta"))
        await line.cut()
        assert flags.enabled("beta") is True

    async def test_what_was_missed_arrives(self, line, flags, make_flag):
        """When the bus is back, so is the truth."""
        await line.put_flag(make_flag(state="on"))
        await seen(lambda: flags.enabled("beta"))
        await line.cut()
        await line.restore()
        await line.put_flag(make_flag(state="off"), version=2)
        await seen(lambda: not flags.enabled("beta"))

    async def test_its_age_is_told(self, line):
        """Counted from the last sign of life; a sign resets it."""
        moment = [100.0]
        flags = Flags(line.connection, clock=lambda: moment[0])
        await flags.start()
        await flags.freshness.stop()
        moment[0] = 107.0
        assert flags.age_seconds == 7.0
        await flags.freshness.prove()
        assert flags.age_seconds == 0.0
        await line.cut()
        moment[0] = 150.0
        await flags.freshness.prove()
        assert flags.age_seconds == 43.0

    async def test_a_bus_that_is_not_there_yet(self):
        """Watching waits for it."""
        connection = MemoryConnection()
        await bootstrap(connection)
        connection.disconnect()
        watching = asyncio.create_task(Flags.watch(connection))
        await asyncio.sleep(0)
        assert not watching.done()
        connection.reconnect()
        flags = await watching
        assert flags.enabled("beta") is False
        await flags.stop()


class TestTag:
    async def test_it_names_the_state(self, line, flags, make_flag, make_segment):
        """The same for the same, another one after each change of a flag or a segment."""
        tags = [flags.tag]

        async def changed():
            await seen(lambda: flags.tag, until=lambda tag: tag not in tags)
            tags.append(flags.tag)

        await line.put_flag(make_flag(state="on"))
        await changed()
        await line.put_flag(make_flag(state="on"), version=2)
        await changed()
        await line.put_segment(make_segment())
        await changed()
        other = await Flags.watch(line.connection, environment="production")
        assert other.tag == flags.tag
        await other.stop()


class TestListeners:
    async def test_each_change_is_told(self, line, flags, make_flag, make_segment):
        """Flags by their key; a segment may change any of them."""
        told = []
        forget = flags.on_change(told.append)
        await line.put_flag(make_flag(state="on"))
        await line.put_segment(make_segment())
        await seen(lambda: told, until=lambda found: len(found) == 2)
        assert told == ["beta", None]
        forget()
        await line.put_flag(make_flag(state="off"), version=2)
        await seen(lambda: not flags.enabled("beta"))
        assert len(told) == 2


class TestOwnWrites:
    async def test_they_count_before_the_bus_brings_them(self, flags, make_flag):
        """Whoever has just written reads what was written."""
        flags.take("flag.beta", flag_record(make_flag(state="on"), version=2))
        assert flags.enabled("beta") is True

    async def test_an_older_record_changes_nothing(self, line, flags, make_flag):
        """One that was on its way when the newer was written."""
        flags.take("flag.beta", flag_record(make_flag(state="on"), version=2))
        await line.put_flag(make_flag(state="off"), version=1)
        await line.put_flag(make_flag("marker", state="on"))
        await seen(lambda: flags.enabled("marker"))
        assert flags.enabled("beta") is True


@pytest.mark.parametrize(
    "value",
    [
        b'{"format": 2, "version": 9, "flag": {"key": "beta", "shape": "new"}}',
        b"no JSON",
        b'{"version": 9}',
        b'{"format": "1", "version": 9}',
        b'{"format": 1, "version": 9, "flag": {"key": "beta"}}',
        b"[]",
    ],
)
class TestNewerRecords:
    async def test_the_last_good_flag_stays(self, line, flags, make_flag, value, capsys):
        """What this evaluator doesn't understand is logged, and decides nothing."""
        await line.put_flag(make_flag(state="on"))
        await seen(lambda: flags.enabled("beta"))
        await line.put("flag.beta", value)
        await line.put_flag(make_flag("marker", state="on"))
        await seen(lambda: flags.enabled("marker"))
        assert flags.enabled("beta") is True
        assert "flag_record_" in capsys.readouterr().out
