"""Connects a service to its own database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC
from typing import Any

from beanie import Document, init_beanie
from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConfigurationError
from pymongo.uri_parser import parse_uri

from chassis.awaiting import until_there

Database = AsyncDatabase[dict[str, Any]]
Documents = Sequence[type[Document]]
_SELECTION_MILLISECONDS = 2000


def is_address(url: str) -> bool:
    """Say whether the driver understands `url`; its own words could repeat the password."""
    if url.startswith("mongodb+srv:"):
        return True  # only the name server knows
    try:
        parse_uri(url)
    except (ConfigurationError, ValueError, TypeError):
        return False
    return True


def client(url: str) -> AsyncMongoClient[dict[str, Any]]:
    """Return a client that gives up on an absent server after two seconds.

    "majority": what a failover could take back is neither acknowledged nor published.
    """
    return AsyncMongoClient(
        url,
        tz_aware=True,
        tzinfo=UTC,
        serverSelectionTimeoutMS=_SELECTION_MILLISECONDS,
        connectTimeoutMS=_SELECTION_MILLISECONDS,
        w="majority",
        readConcernLevel="majority",
        appname="dezky",
    )


def database(mongo: AsyncMongoClient[dict[str, Any]], service: str) -> Database:
    """Return the service's own database; times come back aware, in UTC."""
    options: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
    return mongo.get_database(service, codec_options=options)


@asynccontextmanager
async def opened(url: str, service: str) -> AsyncIterator[Database]:
    """Give the service's database; nothing is connected before its first use."""
    async with client(url) as mongo:
        yield database(mongo, service)


async def prepare(target: Database, documents: Documents) -> None:
    """Create collections' indexes; keep trying while the database is still starting."""

    async def create() -> None:
        await init_beanie(database=target, document_models=list(documents))

    await until_there("database", create)
