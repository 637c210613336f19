"""Getting through to a server, and staying through."""

import asyncio
import gc

import pytest
from bus import connect
from bus.faults import BusUnavailable
from devstack.nats import NatsServer
from devstack.ports import free_port

ALL = 'publish: ">", subscribe: ">"'


class TestConnect:
    async def test_no_server(self):
        """Without a server the fault says where none is, when the patience is at its end."""
        port = free_port()
        with pytest.raises(BusUnavailable, match=f"No bus at nats://127.0.0.1:{port}"):
            await connect(f"nats://u:secret@127.0.0.1:{port}", name="t", patience_seconds=0.3)

    async def test_late_server(self, tmp_path):
        """A server that comes late is waited for."""
        server = NatsServer(tmp_path / "nats")
        connecting = asyncio.create_task(connect(server.url, name="t"))
        await asyncio.sleep(0)
        await asyncio.to_thread(server.start)
        connection = await connecting
        assert connection.is_connected
        await connection.drain()
        await asyncio.to_thread(server.stop)

    async def test_wrong_password(self, guarded):
        """A password that isn't accepted is a fault, and stands in no text."""
        guarded.configure(tenant=("pw", ALL))
        await asyncio.to_thread(guarded.start)
        with pytest.raises(BusUnavailable) as raised:
            await connect(guarded.url("tenant", password="secret"), name="t", patience_seconds=0.3)
        assert "secret" not in str(raised.value)

    async def test_cancelled(self, guarded):
        """Who waits for a server can be told to stop waiting, whatever nats-py is at."""
        guarded.configure(tenant=("pw", ALL))
        await asyncio.to_thread(guarded.start)
        for number in range(20):
            connecting = asyncio.create_task(
                connect(guarded.url("tenant", password="secret"), name="t", patience_seconds=3600)
            )
            await asyncio.sleep(number / 200)
            connecting.cancel()
            async with asyncio.timeout(20):
                await asyncio.wait([connecting])
            assert connecting.cancelled()

    async def test_user(self, guarded, logs):
        """User and password may be given beside the address; neither is logged."""
        guarded.configure(tenant=("secret", ALL))
        await asyncio.to_thread(guarded.start)
        connection = await connect(
            f"nats://127.0.0.1:{guarded.port}", name="t", user="tenant", password="secret"
        )
        await connection.flush()
        await connection.drain()
        assert "secret" not in repr(logs)


class TestReconnect:
    async def test_transitions(self, nats_line, logs):
        """Each loss and each return is logged once, whatever is tried in between."""
        await nats_line.cut()
        await nats_line.restore()
        assert [entry["event"] for entry in logs if entry["log_level"] != "debug"] == [
            "bus_disconnected",
            "bus_reconnected",
        ]

    async def test_password_changed(self, guarded, collected):
        """A server that refuses us while we are connected is tried until it takes us again.

        A plain nats-py client closes for good.
        """
        guarded.configure(tenant=("pw", ALL))
        await asyncio.to_thread(guarded.start)
        connection = await connect(guarded.url("tenant"), name="t")
        await connection.subscribe("rpc.a", collected.take)
        lost, back = asyncio.Event(), asyncio.Event()
        connection._disconnects.add(lost.set)
        connection.on_reconnect(back.set)
        guarded.configure(tenant=("other", ALL))
        async with asyncio.timeout(30):
            await lost.wait()
            guarded.configure(tenant=("pw", ALL))
            await back.wait()
        await connection.publish("rpc.a", b"1")
        assert [message.payload for message in await collected.of(1)] == [b"1"]
        await connection.drain()

    async def test_drain_while_disconnected(self, nats_line):
        """A connection can be closed while the line is down, and stays closed."""
        await nats_line.cut()
        async with asyncio.timeout(20):
            await nats_line.connection.drain()
        assert not nats_line.connection.is_connected


class TestHangUp:
    async def test_no_leak(self):
        """An address that hangs up at once, as proxies do, costs no socket for each attempt."""
        hangs_up = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        port = hangs_up.sockets[0].getsockname()[1]
        with pytest.raises(BusUnavailable):
            await connect(f"nats://127.0.0.1:{port}", name="t", patience_seconds=0.5)
        hangs_up.close()
        gc.collect()
