"""Connects a service to its own database."""

import asyncio
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import structlog
from beanie import Document, init_beanie
from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

log = structlog.get_logger()

Database = AsyncDatabase[dict[str, Any]]
_SELECTION_MILLISECONDS = 2000
_RETRY_SECONDS = 0.5


def client(url: str) -> AsyncMongoClient[dict[str, Any]]:
    """Return a client that gives up on an absent server after two seconds."""
    return AsyncMongoClient(
        url,
        tz_aware=True,
        tzinfo=UTC,
        serverSelectionTimeoutMS=_SELECTION_MILLISECONDS,
        connectTimeoutMS=_SELECTION_MILLISECONDS,
        appname="dezky",
    )


def database(mongo: AsyncMongoClient[dict[str, Any]], service: str) -> Database:
    """Return the service's own database; times come back aware, in UTC."""
    options: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
    return mongo.get_database(service, codec_options=options)


async def prepare(target: Database, documents: Sequence[type[Document]]) -> None:
    """Create collections' indexes; keep trying while the database is still starting."""
    announced = False
    while True:
        try:
            await init_beanie(database=target, document_models=list(documents))
        except PyMongoError as error:
            if not announced:
                log.warning("database_awaited", reason=str(error).split(",", 1)[0])
            announced = True
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            return
