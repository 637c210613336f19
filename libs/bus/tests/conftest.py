"""A contract to serve and call, and a sink for what arrives."""

import asyncio
from types import SimpleNamespace

import pytest
from contracts.message import Message
from contracts.rpc import Rpc


class GreetRequest(Message):
    name: str
    times: int = 1


class GreetResponse(Message):
    text: str = ""


def rpc(name: str) -> Rpc[GreetRequest, GreetResponse]:
    return Rpc(
        service="greeting",
        version="v1",
        interface="GreetingService",
        name=name,
        subject=f"rpc.greeting.v1.{name}",
        request=GreetRequest,
        reply=GreetResponse,
        access=("internal",),
        changes=False,
    )


@pytest.fixture
def greeting() -> SimpleNamespace:
    """Give the contract of a service that greets."""
    greet, part = rpc("greet"), rpc("part")
    return SimpleNamespace(
        Request=GreetRequest, Response=GreetResponse, GREET=greet, PART=part, RPCS=(greet, part)
    )


class Sink:
    """Keeps what it is called with."""

    def __init__(self):
        self.items = []
        self._more = asyncio.Event()

    def __call__(self, item):
        self.items.append(item)
        self._more.set()

    async def take(self, item):
        self(item)

    async def of(self, count):
        """Return what has come, once that is `count` items."""
        async with asyncio.timeout(30):
            while len(self.items) < count:
                self._more.clear()
                await self._more.wait()
        return self.items


@pytest.fixture
def collected() -> Sink:
    """Give a sink."""
    return Sink()
