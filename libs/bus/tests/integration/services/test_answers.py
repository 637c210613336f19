"""What a service answers, over memory and over NATS."""

import pytest
from bus import (
    Service,
)


@pytest.mark.usefixtures("service")
class TestAnswer:
    async def test_reply(self, client, greeting):
        """A call returns what the method of its name returned."""
        assert (await client.call(greeting.GREET, greeting.Request(name="ann"))).text == "hello ann"
        assert (await client.call(greeting.PART, greeting.Request(name="ann"))).text == "bye ann"

    async def test_by_hand(self, ask):
        """Plain JSON by hand is answered with plain JSON."""
        reply = await ask()
        assert reply.payload == b'{"text":"hello ann"}'
        assert reply.headers["Content-Type"] == "application/json"

    async def test_without_inbox(self, line, greeter, greeting, collected, ask, logged):
        """A message without an inbox isn't worked on: it is somebody's answer, sent astray."""
        greeter.inside = collected.take
        await line.stranger_publishes(greeting.GREET.subject, b'{"name":"a"}', reply="")
        await logged("request_without_inbox_refused")
        await ask(b'{"name":"b"}')
        assert [request.name for request in collected.items] == ["b"]

    async def test_acknowledgement_sent_astray(
        self, line, greeter, greeting, collected, ask, logged
    ):
        """A stream's acknowledgement that somebody directed at an rpc does nothing."""
        greeter.inside = collected.take
        await line.stranger_publishes("audit.x._.y", b"{}", reply=greeting.GREET.subject)
        await logged("request_without_inbox_refused")
        await ask(b'{"name":"b"}')
        assert [request.name for request in collected.items] == ["b"]


class TestServe:
    async def test_missing_method(self, connection, greeting):
        """An implementation that lacks a method is refused before anything starts."""
        service = Service(connection, name="greeting", version="1.0.0")
        with pytest.raises(TypeError, match="has no method greet"):
            service.serve(object(), greeting.RPCS)

    @pytest.mark.parametrize(("name", "version"), [("a b", "1.0.0"), ("", "1.0.0"), ("a", "1")])
    def test_bad_identity(self, connection, name, version):
        """A name or version that ADR-32 doesn't allow is refused."""
        with pytest.raises(ValueError, match="not a"):
            Service(connection, name=name, version=version)
