"""Pytest plugin: real servers for integration tests.

`NATS_URL` and `MONGO_URL` in the environment replace the embedded servers.
"""

import os
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from devstack.buckets import BucketServer
from devstack.layout import Layout
from devstack.mongo import Database
from devstack.nats import NatsServer
from devstack.processes import Process
from devstack.programs import identity, programs
from devstack.running import RunningStack
from devstack.stack import Stack

if TYPE_CHECKING:
    from bus import NatsConnection


@pytest.fixture
def nats_server(tmp_path: Path) -> Iterator[NatsServer]:
    """Give a fresh NATS server, started, with a store of its own."""
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def nats_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a NATS server."""
    return os.environ.get("NATS_URL") or str(request.getfixturevalue("nats_server").url)


@pytest_asyncio.fixture
async def bus(nats_url: str) -> AsyncIterator["NatsConnection"]:
    """Give a connection to a bus whose streams and buckets exist."""
    from bus import bootstrap, connect  # noqa: PLC0415 - most tests need no bus

    connection = await connect(nats_url, name="tests")
    await bootstrap(connection)
    yield connection
    await connection.drain()


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give the database server of this test process, started."""
    server = Database(tmp_path_factory.mktemp("mongo") / "store")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def mongo_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a database server."""
    return os.environ.get("MONGO_URL") or str(request.getfixturevalue("database_server").url)


@pytest_asyncio.fixture
async def database(mongo_url: str) -> AsyncIterator[AsyncDatabase[dict[str, Any]]]:
    """Give an empty database that nobody else uses; it is dropped afterwards."""
    name = f"test_{uuid.uuid4().hex}"
    async with AsyncMongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        yield client[name]
        await client.drop_database(name)


@pytest.fixture(scope="session")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    """Give a server that speaks S3, with a bucket and a key to it."""
    server = BucketServer(tmp_path_factory.mktemp("buckets"))
    server.start()
    try:
        server.open()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def identity_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Give the development identity provider alone, started."""
    yield from _running(tmp_path_factory.mktemp("identity"), lambda layout: [identity(layout)])


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Give the whole system as separate processes, without the demo; one for all tests."""
    yield from _running(tmp_path_factory.mktemp("stack"), partial(programs, seed=False))


def _running(folder: Path, build: Callable[[Layout], Sequence[Process]]) -> Iterator[RunningStack]:
    layout = Layout.on_free_ports(folder)
    children = Stack(build(layout))
    children.start()
    try:
        yield RunningStack(layout, children.processes)
    finally:
        children.stop()
