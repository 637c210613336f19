"""redis, postgres, mongo, nats: real servers, stopped and started."""

from contextlib import asynccontextmanager

import pytest


class TestRedis:
    async def test_stopped_and_started(self, look, redis):
        """It answers, is refused while it is stopped, and answers again."""
        address = f"redis://127.0.0.1:{redis.port}"
        assert (await look("redis", address)).error == ""
        redis.stop()
        assert (await look("redis", address)).error == "connection refused"
        redis.start()
        assert (await look("redis", address)).error == ""

    async def test_password(self, look, redis):
        """A password that Redis doesn't take is told in its own words."""
        seen = await look("redis", f"redis://:wrong@127.0.0.1:{redis.port}")
        assert "AUTH" in seen.error


class TestPostgres:
    async def test_started_and_stopped(self, look, postgres):
        """A server that asks for a password is alive; stopped it refuses."""
        address = f"postgres://127.0.0.1:{postgres.port}/anything"
        assert (await look("postgres", address)).error == ""
        postgres.stop()
        assert (await look("postgres", address)).error == "connection refused"

    async def test_not_ready(self, look, serving):
        """A server that is still starting isn't well, in its own words."""

        async def starting(reader, writer):
            await reader.read(100)
            body = b"SFATAL\0C57P03\0Mthe database system is starting up\0\0"
            writer.write(b"E" + (len(body) + 4).to_bytes(4, "big") + body)
            await writer.drain()

        async with serving(starting) as port:
            seen = await look("postgres", f"127.0.0.1:{port}")
        assert seen.error == "the database system is starting up"


class TestMongo:
    async def test_hello(self, look, database_server):
        """The server says that it takes writes."""
        seen = await look("mongo", f"mongodb://127.0.0.1:{database_server.port}/?x=1")
        assert (seen.error, seen.facts["body"]["isWritablePrimary"]) == ("", True)


class TestNats:
    async def test_stopped_and_started(self, look, nats_server):
        """JetStream tells its account's figures; stopped it refuses."""
        seen = await look("nats", nats_server.url)
        assert (seen.error, seen.facts["jetstream"], seen.facts["body"]["streams"]) == ("", True, 0)
        nats_server.stop()
        assert (await look("nats", nats_server.url)).error == "connection refused"
        nats_server.start()
        assert (await look("nats", nats_server.url)).error == ""


@asynccontextmanager
async def _nothing(port):
    yield port


@pytest.mark.parametrize("kind", ["redis", "postgres", "mongo", "nats", "smtp", "tls"])
class TestAnythingElse:
    async def test_hangs(self, look, serving, hang, kind):
        """A server that takes the connection and says nothing costs its time-out, no more."""
        async with serving(hang) as port:
            seen = await look(kind, f"127.0.0.1:{port}", timeout_ms=100)
        assert seen.error == "no answer within 100 ms"

    async def test_wrong_protocol(self, look, serving, kind):
        """A server that speaks something else is bad, not a mistake of ours."""

        async def babble(_reader, writer):
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n" + b"\0" * 99)
            await writer.drain()

        async with serving(babble) as port:
            seen = await look(kind, f"127.0.0.1:{port}")
        assert seen.error
        assert not seen.error.startswith("the probe failed")

    async def test_hangs_up(self, look, serving, kind):
        """A server that hangs up is bad."""

        async def hang_up(_reader, _writer):
            return

        async with serving(hang_up) as port:
            seen = await look(kind, f"127.0.0.1:{port}")
        assert seen.error
        assert not seen.error.startswith("the probe failed")
