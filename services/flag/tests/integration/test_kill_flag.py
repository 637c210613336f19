"""Kills and removals."""

import pytest
from contracts.flag.v1 import DELETE_FLAG, KILL_FLAG
from devstack.waiting import eventually
from flags import Flags


class TestKill:
    async def test_rollout_kill_on(self, platform):
        """Reads flag.updated, flag.killed, flag.updated."""
        await platform.make()
        await platform.patch(state="rollout", pct=50)
        await platform.patch(state="off", note="kill-switch")
        await platform.patch(state="on")
        verbs = ["flag.created", "flag.updated", "flag.killed", "flag.updated"]
        assert await platform.verbs() == verbs
        history = (await platform.get())["history"]
        assert [one["verb"] for one in history] == verbs[::-1]

    async def test_one_call(self, platform, operator):
        """State off and pct 0, with the reason."""
        await platform.make(state="rollout", pct=50)
        killed = await platform.ask(KILL_FLAG, actor=operator, key="beta", reason="on fire")
        assert (killed["flag"]["state"], killed["flag"]["pct"]) == ("off", 0)
        (_, entry) = await platform.entries()
        assert (entry.action, entry.metadata["note"]) == ("flag.killed", "on fire")

    async def test_killing_what_is_dead(self, platform):
        """Changes nothing, tells nothing."""
        await platform.make(state="on")
        await platform.ask(KILL_FLAG, key="beta", reason="on fire")
        await platform.ask(KILL_FLAG, key="beta", reason="on fire")
        assert await platform.verbs() == ["flag.created", "flag.killed"]

    async def test_nothing_keeps_a_flag_alive(self, platform):
        """A kill isn't refused for what else is wrong with the flag."""
        await platform.make(state="on")
        broken = {"rules": [{"attribute": "a", "operator": "matches", "values": ["("]}]}
        await platform.database["flags"].update_one({"_id": "beta"}, {"$set": broken})
        killed = await platform.ask(KILL_FLAG, key="beta", reason="on fire")
        assert killed["flag"]["state"] == "off"

    @pytest.mark.parametrize("is_patch", [True, False])
    async def test_it_waits_for_no_queue(self, platform, is_patch):
        """Evaluators hear of it before the relay has come to it."""
        await platform.make(state="on")
        await platform.relay.sweep()
        other = await Flags.watch(platform.connection)
        if is_patch:
            await platform.patch(state="off", note="kill-switch")
        else:
            await platform.ask(KILL_FLAG, key="beta", reason="on fire")

        async def enabled():
            return other.enabled("beta")

        await eventually(enabled, until=lambda seen: not seen)
        await other.stop()

    async def test_without_the_bus_it_is_made(self, platform):
        """The relay tells of it when the bus is back."""
        await platform.make(state="on")
        platform.connection.disconnect()
        await platform.parts.changing.kill("beta", note="on fire")
        platform.connection.reconnect()
        assert (await platform.record("flag.beta"))["flag"]["state"] == "off"
        assert await platform.verbs() == ["flag.created", "flag.killed"]

    async def test_evaluators_hear_of_it(self, platform):
        """The record says off."""
        await platform.make(state="on")
        await platform.ask(KILL_FLAG, key="beta", reason="on fire")
        assert (await platform.record("flag.beta"))["flag"]["state"] == "off"
        assert platform.watched.enabled("beta") is False


class TestDeleteFlag:
    async def test_it_is_gone(self, platform, refused):
        """From reads, lists and evaluators; its entry says so."""
        await platform.make(state="on")
        removed = await platform.ask(DELETE_FLAG, key="beta", note="done with it")
        assert removed["flag"]["state"] == "on"
        assert (await refused(platform.get())).status == 404
        assert platform.watched.evaluate("beta").error_code == "FLAG_NOT_FOUND"
        record = await platform.record("flag.beta")
        assert (record["version"], "flag" in record) == (2, False)
        entries = await platform.entries()
        assert [one.action for one in entries] == ["flag.created", "flag.removed"]
        assert entries[1].metadata["note"] == "done with it"

    async def test_one_that_others_need(self, platform, refused):
        """Stays."""
        await platform.make("base")
        await platform.make("beta", prerequisites=[{"key": "base"}])
        fault = await refused(platform.ask(DELETE_FLAG, key="base"))
        assert (fault.status, fault.reason) == (409, "flag_in_use")
        await platform.ask(DELETE_FLAG, key="beta")
        await platform.ask(DELETE_FLAG, key="base")

    async def test_twice(self, platform, refused):
        """The second finds nothing."""
        await platform.make()
        await platform.ask(DELETE_FLAG, key="beta")
        assert (await refused(platform.ask(DELETE_FLAG, key="beta"))).reason == "flag_not_found"
