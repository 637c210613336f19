"""Ending contracts, and putting them in force again."""

import pytest
from bus import acting_as, answering
from contracts.faults import NotFound
from contracts.partner.v1 import REINSTATE_PARTNER


@pytest.fixture(autouse=True)
async def north(platform):
    """Give a partner with two tenants, of which nothing is waiting to be told."""
    made = await platform.create()
    platform.tenants.partner_of = {"a1": "north", "a2": "north", "b1": "south"}
    await platform.entries()
    return made


class TestTerminatePartner:
    async def test_softly(self, platform):
        """It succeeds, and says whom the partner still has."""
        reply = await platform.terminate(reason="Insolvent")
        assert (reply["partner"]["status"], reply["partner"]["statusReason"]) == (
            "terminated",
            "Insolvent",
        )
        assert "terminatedAt" in reply["partner"]
        assert (reply["attached"], reply["detached"]) == (["a1", "a2"], [])
        assert (await platform.get())["status"] == "terminated"

    async def test_detach(self, platform, operator):
        """Asked to, it lets its tenants go, in the operator's name."""
        with acting_as(operator):
            reply = await platform.terminate(detach=True)
        assert (reply["attached"], reply["detached"]) == ([], ["a1", "a2"])
        assert platform.tenants.partner_of == {"b1": "south"}
        assert {asker for name, asker in platform.tenants.asked if name == "detach"} == {"42"}

    async def test_detach_later(self, platform):
        """An ended contract's tenants can be detached by ending it once more."""
        await platform.terminate()
        assert (await platform.terminate(detach=True))["detached"] == ["a1", "a2"]

    async def test_entry(self, platform):
        """Ending twice keeps the first reason and leaves one entry."""
        await platform.terminate(reason="Insolvent")
        again = await platform.terminate(reason="Bored")
        assert again["partner"]["statusReason"] == "Insolvent"
        (entry,) = await platform.entries()
        assert (entry.action, entry.metadata["reason"]) == ("partner.terminated", "Insolvent")

    async def test_idempotency_key(self, platform):
        """The command's key isn't handed on to the many commands that it causes."""
        with answering("r", idempotency_key="once"):
            await platform.terminate(detach=True)
        assert platform.tenants.keys["detach"] == {""}

    async def test_unknown(self, platform):
        """What isn't there can't end."""
        with pytest.raises(NotFound):
            await platform.terminate("south")


class TestReinstatePartner:
    async def test_in_force(self, platform):
        """Nothing of the end remains, by one entry."""
        await platform.terminate(reason="Insolvent")
        await platform.entries()
        partner = (await platform.send(REINSTATE_PARTNER, slug="north"))["partner"]
        assert (partner["status"], partner["statusReason"]) == ("active", "")
        assert "terminatedAt" not in partner
        assert [entry.action for entry in await platform.entries()] == ["partner.reinstated"]

    async def test_twice(self, platform):
        """A partner under contract stays as it is."""
        partner = (await platform.send(REINSTATE_PARTNER, slug="north"))["partner"]
        assert partner["version"] == 1
        assert await platform.entries() == []
