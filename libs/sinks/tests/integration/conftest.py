"""A receiver that really listens."""

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer


class Receiver:
    """Remembers method, path, headers and body of each request, and answers as told."""

    def __init__(self):
        self.seen = []
        self.status = 200
        self.headers = {}

    async def take(self, request):
        told = (request.method, request.path, dict(request.headers), await request.read())
        self.seen.append(told)
        return web.Response(status=self.status, headers=self.headers)


@pytest.fixture
def receiver():
    return Receiver()


@pytest_asyncio.fixture
async def url(receiver):
    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", receiver.take)
    async with TestServer(application) as server:
        yield str(server.make_url("/")).rstrip("/")
