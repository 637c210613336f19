"""Seeing that a program is ready."""

import asyncio

from bus import Service
from devstack.ports import free_port
from devstack.probes import answers_http, answers_ping, greets_as_nats


class TestAnswersPing:
    async def test_sees_a_service(self, bus, nats_url):
        """A bus service that was started answers."""
        service = Service(bus, name="tenant", version="1.0.0", description="A stand-in.")
        await service.start()
        is_ready = await asyncio.to_thread(answers_ping(nats_url, "tenant"))
        await service.stop()
        assert is_ready

    def test_sees_that_nobody_answers(self, nats_server):
        """A service that isn't there is not ready; the server tells at once."""
        assert not answers_ping(nats_server.url, "tenant")()

    def test_sees_that_there_is_no_bus(self):
        """Without a bus nothing on it is ready."""
        assert not answers_ping(f"nats://127.0.0.1:{free_port()}", "tenant")()


class TestAnswersHttp:
    def test_sees_that_nobody_listens(self):
        """A server that isn't there is not ready."""
        assert not answers_http(f"http://localhost:{free_port()}/")()


class TestGreetsAsNats:
    def test_sees_a_server(self, nats_server):
        """A server with JetStream greets."""
        assert greets_as_nats(nats_server.port)()
