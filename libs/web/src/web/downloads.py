"""Passes a download of the gateway on to a browser, as it comes."""

from collections.abc import AsyncIterator

import aiohttp
from contracts.faults import Fault
from contracts.platform.v1 import Problem
from pydantic import ValidationError
from starlette.responses import Response, StreamingResponse
from yarl import URL

from web.faults import GatewayUnreachable, SignInRequired
from web.visit import Visit

_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=60)
_KEPT = ("content-type", "content-disposition", "content-length", "etag")
_ERRORS, _UNAUTHENTICATED = 400, 401


async def downloaded(visit: Visit, path: str) -> Response:
    """Return the gateway's answer, streamed; what it refuses is raised."""
    try:
        upstream = await visit.site.http.get(
            URL(path, encoded=True), headers=visit.gateway.stream_headers(), timeout=_TIMEOUT
        )
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise GatewayUnreachable("The gateway does not answer.") from error
    if upstream.status >= _ERRORS:
        body = await upstream.read()
        upstream.close()
        raise _refused(upstream.status, body)
    headers = {name: upstream.headers[name] for name in _KEPT if name in upstream.headers}
    return StreamingResponse(_chunks(upstream), headers=headers)


async def _chunks(upstream: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in upstream.content.iter_any():
            yield chunk
    finally:
        upstream.close()


def _refused(status: int, body: bytes) -> Fault:
    if status == _UNAUTHENTICATED:
        return SignInRequired("Your sign-in has ended.")
    try:
        return Fault.of(Problem.read(body))
    except ValidationError:
        return GatewayUnreachable(f"The gateway answered {status}.")
