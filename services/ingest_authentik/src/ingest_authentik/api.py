"""The part of authentik's API that is read; whatever is wrong is said in words."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from ingest import UpstreamFailed, read_json

# Newer servers cap larger pages silently.
PAGE_SIZE = 100
_FORBIDDEN, _NOT_FOUND, _OK = 403, 404, 200
_TOKEN = re.compile(r"[!-~]+")
_TIMEOUT = aiohttp.ClientTimeout(total=30)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of events, newest first; `next` is a page number, 0 when there is none."""

    number: int
    events: Sequence[Any]
    next: int
    count: int


class Token:
    """The secret, read again whenever its file has changed: it expires and is rotated."""

    def __init__(self, value: str, path: Path | None) -> None:
        self._value = value
        self._path = path

    async def read(self) -> str:
        """Return the token as it is now."""
        value = self._value
        if self._path is not None:
            try:
                value = (await asyncio.to_thread(self._path.read_text, encoding="utf-8")).strip()
            except (OSError, UnicodeDecodeError) as error:
                raise UpstreamFailed("token", f"the token's file can't be read: {error}") from error
        if not _TOKEN.fullmatch(value):
            raise UpstreamFailed("token", "the token is empty, or holds what no token holds")
        return value


class Api:
    """authentik, as `url` reaches it."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: Token) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._token = token

    async def events(self, number: int) -> Page | None:
        """Return a page of all events, newest first; None for one past the end."""
        query = {"ordering": "-created", "page_size": PAGE_SIZE, "page": number}
        body = await self._get("/api/v3/events/events/", query)
        if body is None:
            return None
        try:
            pagination = body["pagination"]
            return Page(
                number, list(body["results"]), int(pagination["next"]), int(pagination["count"])
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UpstreamFailed("malformed", "authentik's answer is no page of events") from error

    async def groups_of(self, user: str) -> Sequence[str]:
        """Return the names of the groups that a user is in now; none when the user is gone."""
        body = await self._get(f"/api/v3/core/users/{user}/", {})
        groups = body.get("groups_obj") if isinstance(body, dict) else None
        names = groups if isinstance(groups, list) else []
        return [str(one["name"]) for one in names if isinstance(one, dict) and one.get("name")]

    async def _get(self, path: str, query: Mapping[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {await self._token.read()}"}
        try:
            async with self._session.get(
                f"{self._url}{path}", params=query, headers=headers, timeout=_TIMEOUT
            ) as answer:
                return self._read(answer.status, await answer.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UpstreamFailed(
                "unreachable", f"authentik can't be reached: {type(error).__name__}"
            ) from error

    @staticmethod
    def _read(status: int, body: bytes) -> Any:
        if status == _NOT_FOUND and _is_from_authentik(body):
            return None
        if status == _FORBIDDEN:
            raise UpstreamFailed(
                "token_rejected",
                "authentik refuses the token (403): it has expired or was rotated, or lacks"
                " view_event; put the new one into the secret file",
            )
        if status != _OK:
            raise UpstreamFailed(f"status_{status}", f"authentik answers {status}")
        try:
            told = read_json(body)
        except ValueError as error:
            raise UpstreamFailed("malformed", "authentik's answer is no JSON") from error
        return {} if told is None else told


def _is_from_authentik(body: bytes) -> bool:
    """Say whether authentik itself found nothing: a proxy that lost it answers 404 as well."""
    try:
        told = read_json(body)
    except ValueError:
        return False
    return isinstance(told, dict) and "detail" in told
