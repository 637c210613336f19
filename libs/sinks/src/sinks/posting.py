"""Sends JSON over HTTP and judges the answer."""

from collections.abc import Mapping

import aiohttp

from sinks.sink import NotDelivered

_SECONDS = 10.0
_TRY_LATER = frozenset({408, 409, 425, 429})
_SERVER_ERROR = 500
_REFUSED = 300


async def send_json(
    method: str, url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = _SECONDS
) -> None:
    """Return on 2xx. Redirects aren't followed: a signed message goes where it was addressed."""
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(
                method,
                url,
                data=body,
                headers={"Content-Type": "application/json", **headers},
                allow_redirects=False,
            ) as answer,
        ):
            status, after = answer.status, answer.headers.get("Retry-After", "")
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise NotDelivered(type(error).__name__) from error
    if status >= _REFUSED:
        raise NotDelivered(
            f"answered {status}",
            is_final=status < _SERVER_ERROR and status not in _TRY_LATER,
            retry_after=float(after) if after.isascii() and after.isdigit() else 0.0,
        )
