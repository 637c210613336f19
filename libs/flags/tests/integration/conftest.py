"""A bus in memory and a real one; flags and tenants are put as their services do."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from bus import MemoryConnection, bootstrap, connect
from chassis.directory import BUCKET as DIRECTORY
from chassis.directory import tenant_key
from contracts.tenant.v1 import TenantRecord
from devstack.nats import NatsServer
from flags import Flags
from flags.records import BUCKET, flag_record, segment_record


class Line:
    """A connection that can be cut and restored, and what other services write over it."""

    def __init__(self, connection, *, server=None):
        self.connection = connection
        self._server = server

    async def cut(self):
        if self._server is None:
            self.connection.disconnect()
        else:
            await asyncio.to_thread(self._server.kill)

    async def restore(self):
        if self._server is None:
            self.connection.reconnect()
            return
        back = asyncio.Event()
        self.connection.on_reconnect(back.set)
        await asyncio.to_thread(self._server.start)
        await back.wait()

    async def put_flag(self, flag, *, version=1):
        value = flag_record(flag, version=version).dump_json()
        await self.put(f"flag.{flag.key}", value)

    async def put_segment(self, segment, *, version=1):
        value = segment_record(segment, version=version).dump_json()
        await self.put(f"segment.{segment.key}", value)

    async def put_tenant(self, slug, **fields):
        given = {"id": "0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70", "slug": slug, "version": 1}
        value = TenantRecord(**(given | fields)).dump_json()
        await self.connection.key_value(DIRECTORY).put(tenant_key(slug), value)

    async def put(self, key, value):
        await self.connection.key_value(BUCKET).put(key, value)


@pytest_asyncio.fixture(params=["memory", "nats"])
async def line(request, tmp_path) -> AsyncIterator[Line]:
    """Give a line over each kind of bus."""
    if request.param == "memory":
        opened = Line(MemoryConnection())
    else:
        server = NatsServer(tmp_path / "nats")
        await asyncio.to_thread(server.start)
        request.addfinalizer(server.stop)
        opened = Line(await connect(server.url, name="flags"), server=server)
    await bootstrap(opened.connection)
    yield opened
    await opened.connection.drain()


@pytest_asyncio.fixture
async def flags(line) -> AsyncIterator[Flags]:
    """Give watched flags, in production."""
    watched = await Flags.watch(line.connection, environment="production")
    yield watched
    await watched.stop()
