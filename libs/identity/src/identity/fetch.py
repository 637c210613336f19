"""Fetches an issuer's documents over HTTP with aiohttp."""

from http import HTTPStatus

import aiohttp
from yarl import URL

from identity.loading import KeysNotLoaded

MAX_BYTES = 262_144
MAX_REDIRECTS = 3
TIMEOUT = aiohttp.ClientTimeout(total=5, connect=2)
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class HttpFetch:
    """Bounded in time, size and reach: an issuer's document never leads to another host."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __call__(self, url: str) -> bytes:
        """Follow at most three redirects, within the origin."""
        try:
            target = URL(url)
            for _ in range(MAX_REDIRECTS + 1):
                answer = await self._get(target)
                if isinstance(answer, bytes):
                    return answer
                if answer.origin() != target.origin():
                    raise KeysNotLoaded(f"{url} redirects to another host")
                target = answer
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise KeysNotLoaded(f"{url}: {type(error).__name__}") from error
        raise KeysNotLoaded(f"{url} redirects in circles")

    async def _get(self, url: URL) -> bytes | URL:
        async with self._session.get(url, allow_redirects=False, timeout=TIMEOUT) as answer:
            if answer.status in REDIRECTS and "Location" in answer.headers:
                return url.join(URL(answer.headers["Location"]))
            if answer.status != HTTPStatus.OK:
                raise KeysNotLoaded(f"{url} answers {answer.status}")
            body = bytearray()
            # Counted after decompression, so a small bomb is found out as well.
            async for chunk in answer.content.iter_any():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise KeysNotLoaded(f"{url} answers more than {MAX_BYTES} bytes")
            return bytes(body)
