"""Calls another system over HTTP: in time, once unless it is safe, and failures by their name."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from bus.backoff import Backoff

from tenant.provisioning.failures import (
    Broken,
    CredentialsRefused,
    NoAnswer,
    OutcomeUnknown,
    Throttled,
    Unreachable,
)

_UNAUTHORIZED, _TOO_MANY, _SERVER_ERROR = 401, 429, 500
_MOST_TRIES = 3
_PAUSE = Backoff(first_seconds=0.2, ceiling_seconds=2.0)
_LONGEST_WAIT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A status below 500 and the JSON that came with it, None without any."""

    status: int
    body: Any


class Http:
    """One system at one address.

    Reading is tried again, for it changes nothing. Everything else is sent once: after a failure
    nobody knows what was done, so who asked looks before asking again.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        *,
        name: str,
        headers: Mapping[str, str],
        timeout_seconds: float,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._name = name
        self._headers = headers
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._pause = pause

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """Read."""
        return await self._read("GET", path, query=query)

    async def ask(self, path: str, body: Any) -> Answer:
        """Read by a POST that changes nothing."""
        return await self._read("POST", path, body=body)

    async def send(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Change something, once."""
        return await self._once(method, path, body=body, headers=headers)

    async def _read(self, method: str, path: str, **asked: Any) -> Answer:
        for attempt in range(1, _MOST_TRIES):
            try:
                return await self._once(method, path, **asked)
            except (Unreachable, OutcomeUnknown):
                await self._pause(_PAUSE.delay(attempt))
        return await self._once(method, path, **asked)

    async def _once(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        try:
            async with self._session.request(
                method,
                f"{self._url}{path}",
                params=query,
                json=body,
                headers={**self._headers, **(headers or {})},
                timeout=self._timeout,
                allow_redirects=False,
            ) as answer:
                read = await answer.read()
                return self._understood(answer, read)
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(f"{self._name} can't be reached: {type(error).__name__}.") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(f"{self._name} didn't answer: {type(error).__name__}.") from error

    def _understood(self, answer: aiohttp.ClientResponse, read: bytes) -> Answer:
        status = answer.status
        if status >= _SERVER_ERROR:
            raise Broken(f"{self._name} answers {status}.", retry_after_seconds=_wait(answer))
        if status == _TOO_MANY:
            raise Throttled(
                f"{self._name} asks to come back later.", retry_after_seconds=_wait(answer)
            )
        if status == _UNAUTHORIZED:
            raise CredentialsRefused(f"{self._name} refuses our credentials (401).")
        if not read:
            return Answer(status, None)
        try:
            return Answer(status, json.loads(read))
        except (ValueError, RecursionError) as error:
            raise Broken(f"{self._name} answers {status} with something else than JSON.") from error


def _wait(answer: aiohttp.ClientResponse) -> float:
    """Return what Retry-After says in seconds; a date, or nonsense, is as good as nothing."""
    said = answer.headers.get("Retry-After", "")
    return min(float(said), _LONGEST_WAIT_SECONDS) if said.isascii() and said.isdigit() else 0.0
