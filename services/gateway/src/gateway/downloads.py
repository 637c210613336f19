"""Files that others wrote: streamed from where they lie, whoever has a link that is still good."""

import asyncio
from collections.abc import Callable, Sequence

import obstore
from contracts.audit.v1 import OPEN_EXPORT, OpenExportResponse
from contracts.faults import Unavailable
from obstore.exceptions import BaseError
from obstore.store import ObjectStore
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.door import Door
from gateway.exchange import Exchange
from gateway.pieces import disconnected, piece
from gateway.problems import problem_response
from gateway.status.showing import Special, special_route

_PIECE_BYTES = 256 * 1024
Open = Callable[[], ObjectStore]


class FileUnavailable(Unavailable):
    """The file can't be read where it lies."""

    reason = "file_unavailable"


def download_routes(door: Door, *, open_store: Open) -> Sequence[Route]:
    """Return them. The link is the permission: the audit service checks its signature."""

    def show(reply: OpenExportResponse, _request: Request) -> ASGIApp:
        return Download(open_store, reply)

    path = "/audit/exports/{id}/file"
    return [special_route(Special(OPEN_EXPORT, "GET", path, show, access=("public",)), door)]


class Download:
    """Sends a file piece by piece, as fast as the client takes it."""

    def __init__(self, open_store: Open, file: OpenExportResponse) -> None:
        self._open_store = open_store
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; what breaks off on the way is cut, which the length shows the client."""
        try:
            found = await obstore.get_async(self._open_store(), self._file.path)
        except (BaseError, OSError):
            fault = FileUnavailable("The file can't be read now.", retry_after_seconds=5)
            await problem_response(fault, request_id=Exchange.of(scope).request_id)(
                scope, receive, send
            )
            return
        headers = [
            (b"content-type", b"application/zip"),
            (b"content-length", str(found.meta["size"]).encode()),
            (b"content-disposition", f'attachment; filename="{self._file.name}"'.encode()),
            (b"cache-control", b"private, no-store"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.create_task(disconnected(receive))
        try:
            if scope["method"] != "HEAD":
                async for data in found.stream(min_chunk_size=_PIECE_BYTES):
                    if gone.done():
                        return
                    await send(piece(bytes(data), more=True))
            await send(piece(b"", more=False))
        finally:
            gone.cancel()
