"""A service over the bus in memory, without a database."""

import asyncio
from contextlib import asynccontextmanager
from typing import ClassVar

import chassis
import pytest
from bus import Client
from bus.faults import BusUnavailable
from chassis.composition import Chassis
from chassis.relay import Relay
from contracts.message import Message
from contracts.rpc import Rpc
from devstack.waiting import eventually


class Settings(chassis.Settings):
    service: ClassVar[str] = "demo"
    description: ClassVar[str] = "For these tests."


class Word(Message):
    text: str = ""


SAY: Rpc[Word, Word] = Rpc(
    service="demo",
    version="v1",
    interface="DemoService",
    name="say",
    subject="rpc.demo.v1.say",
    request=Word,
    reply=Word,
    access=("internal",),
    changes=False,
)


class Demo:
    """Answers when it is let."""

    def __init__(self, connection):
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self._client = Client(connection)

    async def say(self, request):
        self.asked.set()
        await self.may_answer.wait()
        return request

    async def ask(self):
        """Call as others do."""
        return (await self._client.call(SAY, Word(text="hello"))).text


class FailingRelay(Relay):
    """One whose last sweep finds the bus gone."""

    async def sweep(self):
        raise BusUnavailable


class Life:
    """A service from start to end."""

    def __init__(self, service, logs):
        self.service = service
        self.stopping = asyncio.Event()
        self._logs = logs

    @property
    def events(self):
        """Name what was logged."""
        return [entry["event"] for entry in self._logs]

    @asynccontextmanager
    async def running(self):
        """Run until the block ends; then it has been told to stop."""
        task = asyncio.create_task(self.service.run(self.stopping))
        await eventually(lambda: asyncio.sleep(0, "ready" in self.events or task.done()))
        try:
            yield task
        finally:
            self.stopping.set()
            await asyncio.wait([task])
            task.exception()


@pytest.fixture
def demo(memory_bus):
    """Give what the service does."""
    return Demo(memory_bus)


@pytest.fixture
def life_of(memory_bus, demo, logs):
    """Give a way to put a service together."""

    def composed(*, relay=Relay, drain_seconds=30):
        settings = Settings(DRAIN_SECONDS=drain_seconds)
        service = Chassis(settings, memory_bus, None, relay(memory_bus, []))
        service.serve(demo, [SAY])
        return Life(service, logs)

    return composed


@pytest.fixture
def life(life_of):
    """Give a service to run."""
    return life_of()


@pytest.fixture
def failing_relay():
    """Give the kind of a relay that can't reach the bus."""
    return FailingRelay
