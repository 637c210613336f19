"""Where targets of strangers may not lead."""

import subprocess
import sys
from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sinks.guard import AddressRefused, Guard, is_refused

ENDS = """
import asyncio, threading
from sinks.resolving import Resolving

async def main():
    asyncio.create_task(Resolving(lambda host: threading.Event().wait())("hangs.example"))
    await asyncio.sleep(0.01)

asyncio.run(main())
"""


def guard(answers, **about):
    """Return a guard whose resolver gives these answers in turn."""
    turns = iter(answers)
    return Guard(look_up=lambda _: next(turns), **about)


class TestResolve:
    @pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "192.0.0.192"])
    async def test_name(self, address):
        """A name that leads to one of them is refused, also beside harmless addresses."""
        with pytest.raises(AddressRefused, match="may not reach"):
            await guard([["192.0.2.1", address]]).resolve("inno.example", is_trusted=False)

    async def test_second_answer(self):
        """A name that leads there only the second time is refused then: each answer is checked."""
        rebinding = guard([["192.0.2.1"], ["169.254.169.254"]])
        assert await rebinding.resolve("re.example", is_trusted=False) == ["192.0.2.1"]
        with pytest.raises(AddressRefused, match="may not reach"):
            await rebinding.resolve("re.example", is_trusted=False)

    async def test_allowed(self):
        """What the settings allow may be reached, and nothing beside it."""
        opened = guard(
            [["169.254.10.20"], ["169.254.11.20"]], allowed=[ip_network("169.254.10.0/24")]
        )
        assert await opened.resolve("ours.example", is_trusted=False) == ["169.254.10.20"]
        with pytest.raises(AddressRefused):
            await opened.resolve("ours.example", is_trusted=False)

    async def test_trusted(self):
        """Targets of the file lead where they lead."""
        assert await guard([["169.254.169.254"]]).resolve("x", is_trusted=True) == [
            "169.254.169.254"
        ]

    async def test_no_name(self):
        """What is no name is told as such."""
        with pytest.raises(AddressRefused, match="can't be resolved"):
            await Guard().resolve("a" * 300, is_trusted=True)


class TestIsRefused:
    @given(st.ip_addresses(v=4, network="169.254.0.0/16"))
    def test_every_link_local_in_every_wrapping(self, address):
        """However it travels: plain, mapped, compatible, 6to4, NAT64."""
        number = int(address)
        wrappings = (0, 0xFFFF << 32, 0x64FF9B << 96)
        wrapped = [IPv6Address(one | number) for one in wrappings]
        wrapped.append(IPv6Address((0x2002 << 112) | (number << 80)))
        assert [one for one in (address, *wrapped) if not is_refused(one)] == []

    @pytest.mark.parametrize(
        "address", ["10.0.0.1", "127.0.0.1", "::1", "192.0.2.1", "2001:db8::1"]
    )
    def test_others(self, address):
        """Private and loopback addresses are where the platform is."""
        assert not is_refused(ip_address(address))


def test_a_resolver_that_hangs_keeps_no_process():
    """The process ends while its look-up hangs."""
    ended = subprocess.run([sys.executable, "-c", ENDS], timeout=60, check=False)
    assert ended.returncode == 0
