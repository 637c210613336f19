"""What travels with a call, over memory and over NATS."""

import time

import pytest
from bus import (
    acting_as,
    answering,
    current_actor,
    deadline,
    idempotency_key,
    request_id,
    within,
)
from contracts.platform.v1 import Actor, Problem


@pytest.mark.usefixtures("service")
class TestContext:
    async def test_carried(self, client, greeter, greeting, collected):
        """Actor, request id, idempotency key and deadline reach the handler, and only there."""

        async def note(_request):
            collected((current_actor(), request_id(), idempotency_key(), deadline.current()))

        greeter.inside = note
        actor = Actor(type="user", id="u1", name="Ånn", platform_admin=True)
        with acting_as(actor), answering("req-1", idempotency_key="key-1"), within(60):
            await client.call(greeting.GREET, greeting.Request(name="x"))
        ((seen, request, key, until),) = collected.items
        assert (seen, request, key) == (actor, "req-1", "key-1")
        assert 0 < until - time.time() < 60
        assert (current_actor(), request_id(), deadline.current()) == (None, "", None)

    async def test_nothing(self, client, greeter, greeting, collected):
        """A call without them brings none, only the caller's own time-out as its deadline."""

        async def note(_request):
            collected((current_actor(), request_id(), idempotency_key()))

        greeter.inside = note
        await client.call(greeting.GREET, greeting.Request(name="x"))
        assert collected.items == [(None, "", "")]

    @pytest.mark.parametrize("actor", ["{", "[]", '{"type":"god"}'])
    async def test_malformed_actor(self, actor, ask):
        """An actor that can't be read is refused, rather than taken for nobody."""
        reply = await ask(b'{"name":"x"}', Actor=actor)
        problem = Problem.read(reply.payload)
        assert (problem.status, problem.reason) == (422, "malformed_actor")


@pytest.mark.usefixtures("service")
class TestDeadline:
    async def test_over(self, greeter, collected, ask):
        """Work that comes too late isn't begun, and the caller hears why."""
        greeter.inside = collected.take
        reply = await ask(b'{"name":"x"}', Deadline="1")
        assert Problem.read(reply.payload).reason == "too_late"
        assert collected.items == []

    async def test_ahead(self, ask):
        """Work that is in time is done."""
        soon = str(int((time.time() + 60) * 1000))
        reply = await ask(b'{"name":"x"}', Deadline=soon)
        assert reply.payload == b'{"text":"hello x"}'

    async def test_not_a_moment(self, ask):
        """A deadline that isn't a moment is none."""
        reply = await ask(b'{"name":"x"}', Deadline="soon")
        assert reply.payload == b'{"text":"hello x"}'


class TestInheritance:
    async def test_of_the_starter(self, serve, client, greeter, greeting, collected):
        """A service started in somebody's name doesn't answer everybody in that name."""

        async def note(_request):
            collected(current_actor())

        greeter.inside = note
        with acting_as(Actor(type="system", id="boot")):
            service = await serve()
        await client.call(greeting.GREET, greeting.Request(name="x"))
        await service.stop()
        assert collected.items == [None]
