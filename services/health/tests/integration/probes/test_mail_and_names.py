"""smtp, dns, oidc, tcp."""

import asyncio

import dns.message
import dns.rrset
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer


def smtp_server(*, tls=None, banner="220 mail.example ESMTP"):
    """Return a handler that speaks as much SMTP as a probe asks."""

    async def handle(reader, writer):
        writer.write(f"{banner}\r\n".encode())
        while line := (await reader.readline()).decode().strip():
            verb = line.split(" ")[0]
            if verb == "EHLO":
                writer.write(b"250-mail.example\r\n" + (b"250-STARTTLS\r\n" if tls else b""))
                writer.write(b"250 SIZE 1000\r\n")
            elif verb == "STARTTLS":
                writer.write(b"220 go\r\n")
                await writer.drain()
                await writer.start_tls(tls)
            else:
                writer.write(b"221 bye\r\n")
            await writer.drain()

    return handle


class TestSmtp:
    async def test_banner(self, look, serving):
        """Banner and STARTTLS are there for conditions."""
        async with serving(smtp_server()) as port:
            seen = await look("smtp", f"127.0.0.1:{port}")
        assert seen.facts == {"banner": "mail.example ESMTP", "starttls": False}

    async def test_starttls(self, look, serving, authority):
        """On wish the certificate behind STARTTLS is verified."""
        async with serving(smtp_server(tls=authority.server(days=20))) as port:
            seen = await look("smtp", f"smtp://localhost:{port}?tls=verify")
        assert seen.error == ""
        assert 19.9 < seen.facts["certificate_days"] <= 20

    async def test_expired(self, look, serving, authority):
        """An expired one is told as such."""
        async with serving(smtp_server(tls=authority.server(days=-2))) as port:
            seen = await look("smtp", f"smtp://localhost:{port}?tls=verify")
        assert "expired" in seen.error

    async def test_refused(self, look, serving):
        """A server that takes nobody says why."""
        async with serving(smtp_server(banner="554 too busy")) as port:
            seen = await look("smtp", f"127.0.0.1:{port}")
        assert seen.error == "answered 554 too busy"


class Names(asyncio.DatagramProtocol):
    """A name server of the tests."""

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query)
        name = query.question[0].name
        if name.to_text() == "here.example.":
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "A", "192.0.2.7"))
        elif name.to_text() == "gone.example.":
            answer.set_rcode(3)
        elif name.to_text() == "silent.example.":
            return
        self.transport.sendto(answer.to_wire(), address)


@pytest.fixture
async def names():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Names, local_addr=("127.0.0.1", 0))
    yield transport.get_extra_info("sockname")[1]
    transport.close()


class TestDns:
    async def test_answers(self, look, names):
        """The answers are there for conditions."""
        seen = await look("dns", f"dns://127.0.0.1:{names}/here.example")
        assert seen.facts == {"answers": ["192.0.2.7"]}

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("gone.example", "the name gone.example doesn't exist"),
            ("empty.example", "empty.example has no A record"),
            ("silent.example", "no answer within 200 ms"),
        ],
    )
    async def test_failures(self, look, names, name, error):
        """Each way to fail has its own words."""
        seen = await look("dns", f"dns://127.0.0.1:{names}/{name}", timeout_ms=200)
        assert seen.error == error


KEY = {"kty": "RSA", "use": "sig", "kid": "1", "n": "AQAB", "e": "AQAB"}


class TestOidc:
    @pytest.fixture
    async def issuer(self):
        said = {"keys": [KEY], "changes": {}}
        application = web.Application()
        async with TestServer(application) as server:
            base = str(server.make_url("/o/app/"))

            async def discovery(_request):
                whole = {
                    "issuer": base,
                    "authorization_endpoint": f"{base}authorize",
                    "token_endpoint": f"{base}token",
                    "jwks_uri": f"{base}jwks/",
                }
                return web.json_response(whole | said["changes"])

            async def keys(_request):
                return web.json_response({"keys": said["keys"]})

            application._router._frozen = False
            application.router.add_get("/o/app/.well-known/openid-configuration", discovery)
            application.router.add_get("/o/app/jwks/", keys)
            yield base, said

    async def test_usable(self, look, issuer):
        """Discovery and keys are both needed, and both there."""
        assert (await look("oidc", issuer[0])).error == ""

    async def test_other_issuer(self, look, issuer):
        """A document of another issuer is refused."""
        issuer[1]["changes"] = {"issuer": "https://evil.example/"}
        seen = await look("oidc", issuer[0])
        assert seen.error == "the issuer calls itself https://evil.example/"

    @pytest.mark.parametrize("keys", [[], [{"kty": "RSA"}], [KEY | {"use": "enc"}], "none"])
    async def test_no_usable_key(self, look, issuer, keys):
        """Keys that can't verify a signature are no keys."""
        issuer[1]["keys"] = keys
        seen = await look("oidc", issuer[0])
        assert seen.error == "no key of the issuer can verify signatures"

    async def test_the_development_provider(self, look, identity_provider):
        """The development identity provider passes."""
        seen = await look("oidc", identity_provider.layout.issuer("dezky-operator"))
        assert seen.error == ""


class TestTcp:
    async def test_connects(self, look, serving, hang, gone):
        """Taking the connection is enough."""
        async with serving(hang) as port:
            assert (await look("tcp", f"127.0.0.1:{port}")).error == ""
        assert (await look("tcp", f"127.0.0.1:{gone}")).error == "connection refused"

    async def test_no_address(self, look):
        """An address without a port is told as such."""
        assert "host:port" in (await look("tcp", "somewhere")).error
