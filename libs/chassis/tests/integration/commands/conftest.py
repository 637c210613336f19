"""Commands as the gateway sends them, with an Idempotency-Key."""

import asyncio
from datetime import timedelta
from typing import Annotated

import pytest
from bus import acting_as, answering, within
from chassis import now
from chassis.claims import IdempotencyDocument
from chassis.idempotency import Idempotency
from contracts.markers import ToldOnce
from contracts.message import Message
from contracts.platform.v1 import Actor
from contracts.rpc import Rpc


class Ask(Message):
    name: str = ""
    note: str | None = None


class Told(Message):
    number: int = 0
    secret: Annotated[str, ToldOnce()] = ""


def rpc(name) -> Rpc[Ask, Told]:
    return Rpc(
        service="demo",
        version="v1",
        interface="DemoService",
        name=name,
        subject=f"rpc.demo.v1.{name}",
        request=Ask,
        reply=Told,
    )


class Command:
    """Counts how often it ran; fails with what it is given first."""

    def __init__(self, *errors, waits=False):
        self.runs = 0
        self.began, self.may_end = asyncio.Event(), asyncio.Event()
        if not waits:
            self.may_end.set()
        self._errors = list(errors)

    async def __call__(self, _request):
        self.runs += 1
        run = self.runs
        self.began.set()
        await self.may_end.wait()
        if self._errors:
            raise self._errors.pop(0)
        return Told(number=run, secret=f"secret {run}")


class Clock:
    """The present, or later."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return now() + self.ahead


@pytest.fixture
async def clock(prepare):
    """Give the clock by which claims end."""
    await prepare([IdempotencyDocument])
    return Clock()


@pytest.fixture
def command_of():
    """Give a way to make commands."""
    return Command


@pytest.fixture
def answered(clock):
    """Give a way to send a command; it returns the answer."""
    idempotency = Idempotency(clock=clock)

    async def sent(command, *, key="k", asked=None, person="anna", to="store", seconds=30):
        actor = Actor(type="user", id=person) if person else None
        request = Ask(**(asked or {"name": "acme"}))
        with acting_as(actor), answering("r", idempotency_key=key), within(seconds):
            return await idempotency.once(rpc(to), request, command)

    return sent


@pytest.fixture
def once(answered):
    """Give a way to send a command; it returns how many runs its answer took."""

    async def sent(command, **how):
        return (await answered(command, **how)).number

    return sent
