"""Asking DNS for text records, of a name server on this machine."""

import asyncio

import dns.message
import dns.rcode
import dns.rrset
import pytest
from tenant.domains.resolver import DnsResolver, ResolverUnavailable


class NameServer(asyncio.DatagramProtocol):
    """Knows one name."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        asked = dns.message.from_wire(data)
        reply = dns.message.make_response(asked)
        name = asked.question[0].name.to_text()
        if name == "there.example.":
            texts = ('"one" " record"', '"another"')
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *texts))
        else:
            wrong = name == "broken.example."
            reply.set_rcode(dns.rcode.SERVFAIL if wrong else dns.rcode.NXDOMAIN)
        self.transport.sendto(reply.to_wire(), addr)


@pytest.fixture
async def resolver():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(NameServer, ("127.0.0.1", 0))
    yield DnsResolver(servers=["127.0.0.1"], port=transport.get_extra_info("sockname")[1])
    transport.close()


class TestTexts:
    async def test_there(self, resolver):
        """Each record is one text, its parts joined without spaces."""
        assert sorted(await resolver.texts("there.example")) == ["another", "one record"]

    async def test_none(self, resolver):
        """A name that nobody has holds no texts."""
        assert await resolver.texts("missing.example") == []

    async def test_trouble(self, resolver):
        """A name server in trouble proves nothing either way."""
        with pytest.raises(ResolverUnavailable):
            await resolver.texts("broken.example")
