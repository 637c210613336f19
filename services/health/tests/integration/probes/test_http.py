"""http: what servers do."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL


async def _endless(request):
    answer = web.StreamResponse()
    await answer.prepare(request)
    try:
        while True:
            await answer.write(b"x" * 4096)
    except ConnectionError:
        return answer


async def _slow(_request):
    await asyncio.sleep(5)
    return web.Response()


async def _drip(request):
    answer = web.StreamResponse()
    await answer.prepare(request)
    for _ in range(500):
        await answer.write(b"x")
        await asyncio.sleep(0.01)
    return answer


def _redirect(where):
    async def redirect(_request):
        return web.Response(status=302, headers={"Location": where})

    return redirect


async def _deeper(request):
    number = int(request.match_info["number"])
    return web.Response(status=302, headers={"Location": f"/deeper/{number + 1}"})


async def _json(_request):
    return web.json_response({"status": "ok"}, headers={"X-Test": "yes"})


def _application():
    application = web.Application()
    application.router.add_get("/json", _json)
    application.router.add_get("/endless", _endless)
    application.router.add_get("/slow", _slow)
    application.router.add_get("/drip", _drip)
    application.router.add_get("/once", _redirect("/json"))
    application.router.add_get("/circle", _redirect("/circle2"))
    application.router.add_get("/circle2", _redirect("/circle"))
    application.router.add_get("/deeper/{number}", _deeper)
    application.router.add_get("/metadata", _redirect("http://169.254.169.254/latest/"))
    application.router.add_get("/file", _redirect("file:///etc/passwd"))
    return application


@pytest.fixture
async def url():
    async with TestServer(_application()) as server:
        yield str(server.make_url("/"))[:-1]


class TestHttp:
    async def test_facts(self, look, url):
        """Status, headers and the JSON body are there for conditions."""
        seen = await look("http", f"{url}/json")
        assert (seen.facts["status"], seen.facts["body"]) == (200, {"status": "ok"})
        assert seen.facts["header"]["x-test"] == "yes"

    async def test_redirect(self, look, url):
        """A redirect is followed."""
        assert (await look("http", f"{url}/once")).facts["status"] == 200

    @pytest.mark.parametrize(
        ("path", "error"),
        [
            ("circle", "redirects in a circle"),
            ("deeper/1", "more than 5 redirects"),
            ("file", "redirects to file"),
        ],
    )
    async def test_redirects_that_lead_nowhere(self, look, url, path, error):
        """Circles, long chains and other schemes are told as such."""
        assert error in (await look("http", f"{url}/{path}")).error

    async def test_endless_body(self, look, url):
        """An endless body is cut at 64 kB."""
        seen = await look("http", f"{url}/endless")
        assert (seen.error, len(seen.facts["body"])) == ("", 65536)

    @pytest.mark.parametrize("path", ["slow", "drip"])
    async def test_slow(self, look, url, path):
        """The time-out counts for head and body together."""
        seen = await look("http", f"{url}/{path}", timeout_ms=100)
        assert seen.error == "no answer within 100 ms"

    async def test_refused(self, look, gone):
        """Nobody there is told as such."""
        assert (await look("http", f"http://127.0.0.1:{gone}/")).error == "connection refused"

    async def test_no_such_name(self, look):
        """A name that doesn't exist is told as such."""
        seen = await look("http", "http://nowhere.invalid/", timeout_ms=20000)
        assert seen.error == "the name nowhere.invalid can't be resolved"

    async def test_closed(self, look, serving):
        """A server that hangs up is told as such."""

        async def hang_up(reader, _writer):
            await reader.readline()

        async with serving(hang_up) as port:
            seen = await look("http", f"http://127.0.0.1:{port}/")
        assert seen.error == "the connection was closed without an answer"


class TestCertificates:
    @pytest.fixture
    async def secure(self, authority):
        servers = []

        async def start(**about):
            server = TestServer(_application(), scheme="https")
            await server.start_server(ssl=authority.server(**about))
            servers.append(server)
            return str(URL(f"https://localhost:{server.port}/json"))

        yield start
        for server in servers:
            await server.close()

    async def test_days(self, look, secure):
        """The days that are left can be a condition."""
        seen = await look("http", await secure(days=40))
        assert seen.error == ""
        assert 39.9 < seen.facts["certificate_days"] <= 40

    async def test_expired(self, look, secure):
        """An expired certificate is told as such."""
        seen = await look("http", await secure(days=-1))
        assert seen.error == "the certificate isn't valid: certificate has expired"

    async def test_wrong_name(self, look, secure):
        """A certificate for another name is told as such."""
        seen = await look("http", await secure(name="elsewhere.example"))
        assert "the certificate isn't valid" in seen.error
        assert "localhost" in seen.error

    async def test_tls(self, look, secure):
        """Tls sees the same certificate without asking anything."""
        port = URL(await secure(days=40)).port
        seen = await look("tls", f"localhost:{port}")
        assert (seen.error, seen.facts["version"]) == ("", "TLSv1.3")
        assert 39.9 < seen.facts["certificate_days"] <= 40

    async def test_tls_expired(self, look, secure):
        """Tls refuses what has expired."""
        port = URL(await secure(days=-1)).port
        assert "expired" in (await look("tls", f"localhost:{port}")).error


class TestStrangers:
    """Targets that were added by API."""

    @pytest.mark.parametrize(
        "address",
        [
            "http://169.254.169.254/latest/meta-data/",
            "http://[fe80::1]/",
            "http://[::ffff:169.254.169.254]/",
            "http://[fd00:ec2::254]/",
            "http://2852039166/",
            "http://0xa9fea9fe/",
            "http://169.254.43518/",
            "http://100.100.100.200/",
            "http://0.0.0.0/",
            "http://[64:ff9b::a9fe:a9fe]/",
        ],
    )
    async def test_metadata(self, look, address):
        """Link-local and metadata addresses are refused in every spelling."""
        assert "may not reach" in (await look("http", address, source="api")).error

    @pytest.mark.parametrize("kind", ["tcp", "tls", "smtp", "redis", "mongo", "nats", "postgres"])
    async def test_other_kinds(self, look, kind):
        """Every kind is guarded, not only http."""
        seen = await look(kind, "169.254.169.254:80", source="api")
        assert "may not reach" in seen.error

    async def test_redirect(self, look, url):
        """A redirect leads no further than an address does."""
        assert "may not reach" in (await look("http", f"{url}/metadata", source="api")).error

    async def test_others(self, look, url):
        """Any other address is theirs to probe."""
        assert (await look("http", f"{url}/json", source="api")).error == ""
