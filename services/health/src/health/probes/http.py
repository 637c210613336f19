"""http and https: status, headers, body, certificate."""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp.connector import Connection
from sinks.resolver import Resolver
from yarl import URL

from health.probes.dialing import Dialer, days_left
from health.probes.failure import ProbeFailed
from health.probes.seen import Seen

_LONGEST_BODY = 64 * 1024
_MOST_REDIRECTS = 5
_HEADERS = {"User-Agent": "dezky-health/1.0", "Accept": "*/*"}


class Answer(aiohttp.ClientResponse):
    """Looks at the certificate while the connection is there: a short answer lets go of it."""

    certificate_days: float | None = None

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Read the head."""
        if connection.transport:
            tls = connection.transport.get_extra_info("ssl_object")
            self.certificate_days = days_left(tls)
        return await super().start(connection)


class HttpProbe:
    """Each probe connects anew: a kept connection would hide that nobody accepts new ones."""

    def __init__(self) -> None:
        self._sessions: dict[int, aiohttp.ClientSession] = {}

    async def __call__(self, address: str, dialer: Dialer) -> Seen:
        """GET, following redirects as far as they lead somewhere."""
        url, visited = URL(address), set[URL]()
        if url.scheme not in {"http", "https"} or not url.host:
            raise ProbeFailed(f"{address} is no http address")
        while True:
            if url in visited:
                raise ProbeFailed(f"redirects in a circle, at {url}")
            visited.add(url)
            if len(visited) > _MOST_REDIRECTS + 1:
                raise ProbeFailed(f"more than {_MOST_REDIRECTS} redirects")
            # aiohttp asks no resolver about a host that is an address.
            dialer.guard.check_literal(url.host or "", is_trusted=dialer.is_trusted)
            seen = await self._get(url, dialer)
            if isinstance(seen, Seen):
                return seen
            url = seen

    async def close(self) -> None:
        """Close what is open."""
        for session in self._sessions.values():
            await session.close()

    async def _get(self, url: URL, dialer: Dialer) -> Seen | URL:
        session = self._session(dialer)
        async with session.get(url, allow_redirects=False, ssl=dialer.tls) as answer:
            location = answer.headers.get("Location")
            if location and answer.status in {301, 302, 303, 307, 308}:
                onward = url.join(URL(location))
                if onward.scheme not in {"http", "https"}:
                    raise ProbeFailed(f"redirects to {onward.scheme}")
                return onward
            facts: dict[str, Any] = {
                "status": answer.status,
                "header": {name.lower(): value for name, value in answer.headers.items()},
                "body": await _body(answer),
            }
            if isinstance(answer, Answer) and answer.certificate_days is not None:
                facts["certificate_days"] = answer.certificate_days
            return Seen(facts=facts)

    def _session(self, dialer: Dialer) -> aiohttp.ClientSession:
        if id(dialer) not in self._sessions:
            connector = aiohttp.TCPConnector(
                resolver=Resolver(dialer.guard, is_trusted=dialer.is_trusted),
                use_dns_cache=False,
                force_close=True,
                limit=0,
            )
            self._sessions[id(dialer)] = aiohttp.ClientSession(
                connector=connector,
                headers=_HEADERS,
                response_class=Answer,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
            )
        return self._sessions[id(dialer)]


async def _body(answer: aiohttp.ClientResponse) -> Any:
    """Return the body as JSON if it is, else as text, cut: it may never end."""
    read = bytearray()
    async for chunk in answer.content.iter_chunked(8192):
        read += chunk[: _LONGEST_BODY - len(read)]
        if len(read) >= _LONGEST_BODY:
            break
    text = read.decode(errors="replace")
    try:
        return json.loads(text) if text[:1] in {"{", "["} else text
    except (ValueError, RecursionError):
        return text


def plain(facts: Mapping[str, Any]) -> Any:
    """Return the JSON object of an answer, or refuse."""
    if not isinstance(facts.get("body"), dict):
        raise ProbeFailed("the answer is no JSON object")
    return facts["body"]
