"""Passes an event stream of the gateway on to a browser (WHATWG HTML §9.2)."""

from collections.abc import AsyncIterator
from http import HTTPStatus

import aiohttp
from contracts.faults import Fault, Unavailable
from starlette.responses import Response, StreamingResponse

from web.faults import GatewayUnreachable
from web.visit import Visit

_CONNECT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=60)
_HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}


async def passed_on(visit: Visit, path: str) -> Response:
    """Return the stream; the gateway ends it in time, and the browser comes again by itself."""
    headers = {**visit.gateway.stream_headers(), "Accept": "text/event-stream"}
    if last := visit.request.headers.get("last-event-id", ""):
        headers["Last-Event-ID"] = last
    try:
        upstream = await visit.site.http.get(path, headers=headers, timeout=_CONNECT)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise GatewayUnreachable("The gateway does not answer.") from error
    if upstream.status != HTTPStatus.OK:
        upstream.close()
        raise _refused(upstream.status)
    return StreamingResponse(_lines(upstream), media_type="text/event-stream", headers=_HEADERS)


async def _lines(upstream: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        # What is said at once: the browser knows that it is connected.
        yield b"retry: 3000\n\n"
        async for chunk in upstream.content.iter_any():
            yield chunk
    except (aiohttp.ClientError, TimeoutError):
        return
    finally:
        upstream.close()


def _refused(status: int) -> Fault:
    fault = Unavailable("The stream is not to be had.", reason="stream_refused")
    fault.status = status
    return fault
