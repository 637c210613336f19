"""Fetching over a real socket."""

import gzip

import aiohttp
import pytest
from aiohttp import web
from identity import HttpFetch, Issuer, KeysNotLoaded, Verifier
from identity.fetch import MAX_BYTES


class Site:
    """A web server on a free port that answers from a dict of handlers."""

    def __init__(self):
        self.handlers = {}
        self.requests = []
        self.origin = ""

    async def answer(self, request):
        self.requests.append(request)
        return await self.handlers[request.path](request)

    def body(self, path, body, **arguments):
        async def handler(_):
            return web.Response(body=body, **arguments)

        self.handlers[path] = handler

    def redirect(self, path, target, status=302):
        self.body(path, b"", status=status, headers={"Location": target})


@pytest.fixture
async def site():
    site = Site()
    server = web.Server(site.answer)
    runner = web.ServerRunner(server)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    site.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()


@pytest.fixture
async def fetch():
    async with aiohttp.ClientSession() as session:
        yield HttpFetch(session)


class TestHttpFetch:
    async def test_gets_the_body(self, site, fetch):
        """The bytes as they were sent."""
        site.body("/jwks", b'{"keys":[]}')
        assert await fetch(f"{site.origin}/jwks") == b'{"keys":[]}'

    @pytest.mark.parametrize("status", [201, 204, 301, 400, 401, 404, 500, 503])
    async def test_needs_a_200(self, site, fetch, status):
        """An error page is not a document, whatever is in it."""
        site.body("/jwks", b"{}", status=status)
        with pytest.raises(KeysNotLoaded, match=f"answers {status}"):
            await fetch(f"{site.origin}/jwks")

    async def test_limits_the_size(self, site, fetch):
        """256 kB hold any key set."""
        site.body("/jwks", b"x" * MAX_BYTES)
        assert len(await fetch(f"{site.origin}/jwks")) == MAX_BYTES
        site.body("/jwks", b"x" * (MAX_BYTES + 1))
        with pytest.raises(KeysNotLoaded, match="more than"):
            await fetch(f"{site.origin}/jwks")

    async def test_limits_the_decompressed_size(self, site, fetch):
        """A small answer that unpacks to a large one is large."""
        bomb = gzip.compress(bytes(50_000_000))
        site.body("/jwks", bomb, headers={"Content-Encoding": "gzip"})
        with pytest.raises(KeysNotLoaded):
            await fetch(f"{site.origin}/jwks")

    async def test_follows_redirects_at_home(self, site, fetch):
        """As authentik does for addresses without their trailing slash."""
        site.redirect("/jwks", "/jwks/", status=301)
        site.body("/jwks/", b"{}")
        assert await fetch(f"{site.origin}/jwks") == b"{}"

    @pytest.mark.parametrize(
        "target",
        [
            "http://localhost:{port}/elsewhere",
            "//localhost:{port}/elsewhere",
            "http://127.0.0.1:1/elsewhere",
            "https://127.0.0.1:{port}/elsewhere",
        ],
    )
    async def test_never_leaves_its_host(self, site, fetch, target):
        """A redirect to another origin could name anybody's keys."""
        site.redirect("/jwks", target.format(port=site.origin.rsplit(":", 1)[1]))
        site.body("/elsewhere", b"{}")
        with pytest.raises(KeysNotLoaded, match="another host"):
            await fetch(f"{site.origin}/jwks")
        assert [request.path for request in site.requests] == ["/jwks"]

    async def test_does_not_run_in_circles(self, site, fetch):
        """Three redirects, then it is over."""
        site.redirect("/jwks", "/jwks")
        with pytest.raises(KeysNotLoaded, match="circles"):
            await fetch(f"{site.origin}/jwks")
        assert len(site.requests) == 4

    async def test_nobody_there(self, fetch):
        """A refused connection is a failure to load, not an error of its own kind."""
        with pytest.raises(KeysNotLoaded):
            await fetch("http://127.0.0.1:1/jwks")

    @pytest.mark.parametrize("url", ["", "jwks", "ftp://127.0.0.1/", "http://", "http://[::1/"])
    async def test_strange_addresses(self, fetch, url):
        """What cannot be fetched is not loaded."""
        with pytest.raises(KeysNotLoaded):
            await fetch(url)


class TestVerifier:
    async def test_over_http(self, site, fetch, operator, clock):
        """Discovery, keys and verification through a socket."""
        name = f"{site.origin}/application/o/dezky-operator/"
        operator.name, operator.jwks_uri = name, f"{name}jwks/"
        for url, document in operator.documents().items():
            site.body(url.removeprefix(site.origin), document)
        verifier = Verifier(
            [Issuer(issuer=name, audiences=("dezky-operator",))], fetch, clock=clock.clock()
        )
        claims = await verifier.verify(operator.token())
        assert claims.issuer == name
        assert len(site.requests) == 2
