"""A service that greets, over both lines, and a client on a connection of its own."""

import pytest
import pytest_asyncio
from bus import Client, Service


class Greeter:
    """Greets; what happens inside is for each test to say."""

    def __init__(self, contract):
        self._contract = contract
        self.inside = None

    async def greet(self, request):
        if self.inside:
            await self.inside(request)
        return self._contract.Response(text=" ".join(["hello", request.name] * request.times))

    async def part(self, request):
        return self._contract.Response(text=f"bye {request.name}")


@pytest.fixture
def greeter(greeting):
    """Give the implementation behind the service."""
    return Greeter(greeting)


@pytest.fixture
def serve(connection, greeting, greeter):
    """Give a way to start a service that greets, on this connection or another."""

    async def start(*, on=None, implementation=None, **options):
        service = Service(on or connection, name="greeting", version="1.0.0", **options)
        service.serve(implementation or greeter, greeting.RPCS)
        await service.start()
        return service

    return start


@pytest_asyncio.fixture
async def service(serve):
    """Give a running service that greets."""
    service = await serve()
    yield service
    await service.stop()


@pytest_asyncio.fixture
async def client(line):
    """Give a client on a connection of its own."""
    return Client(await line.another())


@pytest.fixture
def ask(connection, greeting):
    """Give a way to ask by hand: a payload and headers, underscores for hyphens."""

    async def request(payload=b'{"name":"ann"}', **headers):
        carried = {name.replace("_", "-"): value for name, value in headers.items()}
        return await connection.request(greeting.GREET.subject, payload, headers=carried)

    return request
