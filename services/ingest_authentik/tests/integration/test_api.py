"""authentik's API over HTTP: what is asked, and what each answer means."""

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from ingest import UpstreamFailed
from ingest_authentik.api import Api, Token

PAGE = (
    '{"pagination": {"next": 2, "count": 150}, "results": [{"pk": "a"}], "autocomplete": {"x": 1}}'
)


class Authentik:
    """Answers as it is told to, and remembers what it was asked."""

    def __init__(self):
        self.status, self.body = 200, PAGE
        self.asked = []

    async def answer(self, request):
        self.asked.append((request.path, dict(request.query), request.headers["Authorization"]))
        return web.Response(status=self.status, body=self.body)


@pytest.fixture
def authentik():
    return Authentik()


@pytest_asyncio.fixture
async def session():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture
async def url(authentik):
    application = web.Application()
    application.router.add_get("/{tail:.*}", authentik.answer)
    async with TestServer(application) as server:
        yield str(server.make_url("/"))


@pytest.fixture
def api(session, url):
    return Api(session, url, Token("first", None))


class TestEvents:
    async def test_asked(self, api, authentik):
        """Newest first, a hundred at most, by page: there is no filter by time."""
        page = await api.events(3)
        assert authentik.asked == [
            (
                "/api/v3/events/events/",
                {"ordering": "-created", "page_size": "100", "page": "3"},
                "Bearer first",
            )
        ]
        assert (page.number, page.next, page.count, page.events) == (3, 2, 150, [{"pk": "a"}])

    async def test_last_page(self, api, authentik):
        """`next` is the number of a page, and 0 says that there is none."""
        authentik.body = '{"pagination": {"next": 0, "count": 1}, "results": []}'
        assert (await api.events(1)).next == 0

    async def test_past_the_end(self, api, authentik):
        """Authentik's own 404 is where the list ends."""
        authentik.status, authentik.body = 404, '{"detail": "Invalid page."}'
        assert await api.events(99) is None

    @pytest.mark.parametrize("body", ["404 page not found", "", "[]"])
    async def test_lost_by_the_proxy(self, api, authentik, body):
        """A proxy's 404 is no end of the list: events behind it would be lost."""
        authentik.status, authentik.body = 404, body
        with pytest.raises(UpstreamFailed, match="404"):
            await api.events(99)

    @pytest.mark.parametrize(
        ("status", "kind"), [(403, "token_rejected"), (500, "status_500"), (429, "status_429")]
    )
    async def test_refused(self, api, authentik, status, kind):
        """Each refusal is counted by its kind, and told in words."""
        authentik.status, authentik.body = status, '{"detail": "Token invalid/expired"}'
        with pytest.raises(UpstreamFailed) as failed:
            await api.events(1)
        assert failed.value.kind == kind

    @pytest.mark.parametrize(
        "body", ["", "{", "[]", "{}", '{"pagination": {"next": 0}, "results": []}', "null"]
    )
    async def test_no_page(self, api, authentik, body):
        """A proxy's page is no page of events."""
        authentik.body = body
        with pytest.raises(UpstreamFailed, match="authentik's answer is no"):
            await api.events(1)

    async def test_odd_events(self, api, authentik):
        """Numbers without end and bytes that are no UTF-8 cost no page."""
        event = b'{"pk":"a","n":' + b"9" * 5000 + b',"t":"\xff"}'
        authentik.body = b'{"pagination":{"next":0,"count":1},"results":[' + event + b"]}"
        assert [event["pk"] for event in (await api.events(1)).events] == ["a"]

    async def test_nobody_there(self, session):
        """Nobody there is said so."""
        with pytest.raises(UpstreamFailed, match="can't be reached"):
            await Api(session, "http://127.0.0.1:1", Token("t", None)).events(1)


class TestGroups:
    async def test_names(self, api, authentik):
        """The names of the groups that the user is in."""
        authentik.body = '{"groups": ["u1"], "groups_obj": [{"name": "acme"}, {"pk": 1}, 7]}'
        assert await api.groups_of("57") == ["acme"]
        assert authentik.asked[0][0] == "/api/v3/core/users/57/"

    async def test_gone(self, api, authentik):
        """A user that was deleted is in none."""
        authentik.status, authentik.body = 404, '{"detail": "No User matches the given query."}'
        assert await api.groups_of("57") == []

    @pytest.mark.parametrize("body", ["[]", "7", '{"groups_obj": 7}'])
    async def test_oddities(self, api, authentik, body):
        """An answer of another shape tells none."""
        authentik.body = body
        assert await api.groups_of("57") == []


class TestToken:
    async def test_rotated(self, session, url, authentik, tmp_path):
        """What the file holds now is what counts, without a restart."""
        file = tmp_path / "token"
        file.write_text("old\n")
        api = Api(session, url, Token("unused", file))
        await api.events(1)
        file.write_text("new")
        await api.events(1)
        assert [asked[2] for asked in authentik.asked] == ["Bearer old", "Bearer new"]

    @pytest.mark.parametrize("content", [b"", b" \n", b"two words", b"\xff", "tokén".encode()])
    async def test_no_token(self, session, url, authentik, tmp_path, content):
        """A file that is being written holds no token yet: that is said, and nothing asked."""
        file = tmp_path / "token"
        file.write_bytes(content)
        with pytest.raises(UpstreamFailed, match="token"):
            await Api(session, url, Token("", file)).events(1)
        assert authentik.asked == []

    async def test_no_file(self, session, url, tmp_path):
        """Nor does one that isn't there."""
        with pytest.raises(UpstreamFailed, match="can't be read"):
            await Api(session, url, Token("", tmp_path / "missing")).events(1)
