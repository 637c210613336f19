"""Sends JSON over HTTP and judges the answer."""

import ssl
from collections.abc import Mapping

import aiohttp
from yarl import URL

from sinks.guard import AddressRefused, Guard
from sinks.resolver import Resolver
from sinks.sink import NotDelivered

_SECONDS = 10.0
_TRY_LATER = frozenset({408, 409, 425, 429})
_SERVER_ERROR = 500
_REFUSED = 300


async def send_json(
    method: str,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float = _SECONDS,
    guard: Guard | None = None,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Return on 2xx. Redirects aren't followed: a signed message goes where it was addressed.

    With a `guard`, only where that lets it.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(
                timeout=timeout, connector=_connector(url, guard, tls)
            ) as session,
            session.request(
                method,
                url,
                data=body,
                headers={"Content-Type": "application/json", **headers},
                allow_redirects=False,
            ) as answer,
        ):
            status, after = answer.status, answer.headers.get("Retry-After", "")
    except AddressRefused as refused:
        raise NotDelivered(str(refused)) from refused
    except aiohttp.ClientConnectorDNSError as error:
        inner = error.os_error
        said = str(inner) if isinstance(inner, AddressRefused) else type(error).__name__
        raise NotDelivered(said) from error
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        raise NotDelivered(type(error).__name__) from error
    if status >= _REFUSED:
        raise NotDelivered(
            f"answered {status}",
            is_final=status < _SERVER_ERROR and status not in _TRY_LATER,
            retry_after=float(after) if after.isascii() and after.isdigit() else 0.0,
        )


def _connector(
    url: str, guard: Guard | None, tls: ssl.SSLContext | None
) -> aiohttp.TCPConnector | None:
    if guard is None:
        return None
    # aiohttp asks no resolver about a host that is an address.
    guard.check_literal(URL(url).host or "", is_trusted=False)
    resolver = Resolver(guard, is_trusted=False)
    return aiohttp.TCPConnector(resolver=resolver, ssl=tls or True)
