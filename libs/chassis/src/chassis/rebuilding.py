"""Puts into the read models what the documents say and their bucket lost, or never had."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from bus import Connection
from pydantic import ValidationError

from chassis.awaiting import until_there
from chassis.directory import put_newer
from chassis.documents import StoredDocument

log = structlog.get_logger()
_PAGE = 100


async def rebuild_directory(
    connection: Connection, documents: Sequence[type[StoredDocument]]
) -> int:
    """Compare every document's projections with the bucket; return how many were put.

    Repairs an emptied bucket, and brings records that newer code would write differently up to
    date. One look per record: it needs no permission beyond the relay's, and holds no list.
    """
    put = 0
    for document in documents:
        if document.projections is StoredDocument.projections:
            continue
        page: list[StoredDocument] = []
        async with document.get_pymongo_collection().find({}, batch_size=_PAGE) as stored:
            async for raw in stored:
                page += _readable(document, raw)
                if len(page) == _PAGE:
                    put += await _put_all(connection, page)
                    page.clear()
        put += await _put_all(connection, page)
    return put


async def keep_trying(connection: Connection, documents: Sequence[type[StoredDocument]]) -> None:
    """Rebuild once bus and database allow it. A read model's trouble ends no service."""

    async def rebuild() -> int:
        return await rebuild_directory(connection, documents)

    try:
        put = await until_there("directory", rebuild)
    except Exception:
        log.exception("directory_not_rebuilt")
    else:
        if put:
            log.info("directory_rebuilt", records=put)


def _readable(document: type[StoredDocument], raw: Mapping[str, Any]) -> list[StoredDocument]:
    """One that breaks its own rules must not keep the others' records away."""
    try:
        return [document.read_stored(raw)]
    except ValidationError:
        log.exception("document_unreadable", document_id=raw["_id"], kind=document.__name__)
        return []


async def _put_all(connection: Connection, page: Sequence[StoredDocument]) -> int:
    puts = [
        put_newer(
            connection,
            bucket=entry.kind,
            key=entry.subject,
            payload=entry.payload,
            over="different",
        )
        for document in page
        for entry in document.projections()
        if entry.kind != "stream"
    ]
    return sum(await asyncio.gather(*puts))
