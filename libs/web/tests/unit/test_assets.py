"""Weight of what every page loads, and its shape."""

import re

import pytest
from web.assets import HERE, Assets


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets([])


class TestWeight:
    def test_sheet(self, assets):
        """The style sheet stays under 30 kB before compression."""
        assert assets.size("app.css") < 30_000

    def test_scripts(self, assets):
        """Htmx and our modules together stay under 80 kB before compression."""
        scripts = [name for name in assets.names() if name.endswith(".js")]
        assert sum(map(assets.size, scripts)) < 80_000

    @pytest.mark.parametrize("path", sorted(HERE.glob("js/*.js")), ids=lambda path: path.name)
    def test_modules(self, path):
        """No module has more than 150 lines, and none writes code or styles into the page."""
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 150
        assert not re.search(r"\beval\(|new Function|setAttribute\(.style|\.on\w+ = \"", text)


class TestServing:
    async def answer(self, assets, path, **headers):
        sent = []

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        }
        await assets(scope, None, send)
        return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]

    async def test_packed(self, assets):
        """Browsers get it compressed, for ever, under a name that changes with any file."""
        status, headers, body = await self.answer(
            assets, assets.url("htmx.js"), accept_encoding="gzip, br"
        )
        assert (status, headers[b"content-encoding"]) == (200, b"gzip")
        assert b"immutable" in headers[b"cache-control"]
        assert len(body) < assets.size("htmx.js") / 2

    async def test_outside(self, assets):
        """No path leads out of the folder."""
        for path in ("/static/x/../../settings.py", "/static/x/..%2fsettings.py", "/static/x/"):
            assert (await self.answer(assets, path))[0] == 404
