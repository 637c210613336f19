"""Reading a request's body: only so much, only so long."""

import asyncio

from bus import deadline
from contracts.faults import Malformed
from starlette.types import Receive

from gateway.faults import BodyTooLarge, BodyTooSlow, MediaTypeNotSupported
from gateway.headers import RequestHeaders


def check_declared(headers: RequestHeaders, *, limit_bytes: int) -> None:
    """Refuse by Content-Length, before anything is read or anybody is asked."""
    declared = headers.get("content-length", "0")
    # A server lets no other form through; what isn't a number is counted while it is read.
    if declared.isascii() and declared.isdigit() and int(declared) > limit_bytes:
        raise _too_large(limit_bytes)


async def read(receive: Receive, headers: RequestHeaders, *, limit_bytes: int) -> bytes:
    """Read all of it, in chunks or not, within the request's deadline."""
    try:
        async with asyncio.timeout(deadline.remaining_seconds()):
            body = await _collected(receive, limit_bytes=limit_bytes)
    except TimeoutError:
        raise BodyTooSlow("The body did not arrive in time.") from None
    if body:
        _check_json(headers.get("content-type", ""))
    return body


async def _collected(receive: Receive, *, limit_bytes: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Malformed("The connection ended before the body did.")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit_bytes:
            raise _too_large(limit_bytes)
        chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)


def _check_json(content_type: str) -> None:
    media_type = content_type.partition(";")[0].strip().lower()
    # Without a type it is taken for what it must be (RFC 9110 §8.3 allows to guess).
    if media_type and media_type != "application/json" and not media_type.endswith("+json"):
        raise MediaTypeNotSupported("Send the body as application/json.")


def _too_large(limit_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(f"A body has at most {limit_bytes} bytes.")
