"""Pytest plugin: real servers for integration tests.

`NATS_URL` and `MONGO_URL` in the environment replace the embedded servers.
"""

import os
import shutil
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from pymongo import AsyncMongoClient, MongoClient

from devstack.buckets import BucketServer
from devstack.doors import identity
from devstack.layout import Layout
from devstack.mongo import Database
from devstack.nats import NatsServer
from devstack.processes import Process
from devstack.programs import programs
from devstack.running import RunningStack
from devstack.stack import Stack

# Every write of the servers is synced, which a disk takes milliseconds for, and memory none. A kill
# loses what is in neither.
_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder there that is ours alone
_ROOM_BYTES = 4 * 2**30

if TYPE_CHECKING:
    from bus import NatsConnection

    from devstack.databases import AnyDatabase, Databases, Prepare


def pytest_configure() -> None:
    """Keep the temporary folders of tests in memory, where there is room."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


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


@pytest.fixture(scope="session")
def databases(mongo_url: str) -> Iterator["Databases"]:
    """Keep in mind which databases have which indexes; all are dropped in the end."""
    from devstack.databases import Databases  # noqa: PLC0415 - most tests need no database

    databases = Databases(uuid.uuid4().hex)
    yield databases
    with MongoClient[dict[str, Any]](mongo_url) as client:
        for name in databases.names:
            client.drop_database(name)


@pytest_asyncio.fixture
async def database(
    mongo_url: str, databases: "Databases", request: pytest.FixtureRequest
) -> AsyncIterator["AnyDatabase"]:
    """Give an empty database that nobody else uses; it may have collections, and indexes."""
    package = request.path.relative_to(request.config.rootpath).parts[1]
    listeners = [databases]
    async with AsyncMongoClient[dict[str, Any]](
        mongo_url, tz_aware=True, event_listeners=listeners
    ) as client:
        database = client[databases.next_name(package)]
        await databases.empty(database)
        yield database


@pytest.fixture
def prepare(databases: "Databases", database: "AnyDatabase") -> "Prepare":
    """Give what binds documents to the database, with their indexes."""
    return partial(databases.prepare, database)


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
