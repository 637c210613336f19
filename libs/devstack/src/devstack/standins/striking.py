"""Lets mishaps happen to requests (ASGI), and takes them in at `/-/mishaps`."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from devstack.standins.local import is_local, refused
from devstack.standins.mishaps import Mishap, Mishaps

_MISHAPS = TypeAdapter(list[Mishap])
_HALF = "half"

Words = Callable[[int], Any]


class Striking:
    """The failures are worded as the system words its own."""

    def __init__(self, app: ASGIApp, mishaps: Mishaps, *, words: Words) -> None:
        self._app = app
        self._mishaps = mishaps
        self._words = words
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or let happen what waits for it."""
        if scope["type"] != "http" or scope["path"].startswith("/-/"):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        mishap = self._mishaps.next(scope["method"], scope["path"], body.decode(errors="replace"))
        if mishap is None:
            await self._app(scope, _replayed(body, receive), send)
            return
        scope.setdefault("state", {})[_HALF] = mishap.mode == "half"
        if mishap.mode in {"fail_after", "half", "silent_after"}:
            await self._app(scope, _replayed(body, receive), _nowhere)
        if mishap.mode == "late":
            task = asyncio.create_task(self._do_late(scope, body, mishap.after_seconds))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        if mishap.mode in {"silent", "silent_after", "late"}:
            await _until_gone(receive, mishap.patience_seconds)
        await self._answer(mishap, scope, receive, send)

    async def _do_late(self, scope: Scope, body: bytes, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._app(scope, _replayed(body, _never), _nowhere)

    async def _answer(self, mishap: Mishap, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {"Retry-After": str(mishap.retry_after)} if mishap.status == 429 else {}  # noqa: PLR2004
        answer = JSONResponse(
            self._words(mishap.status), status_code=mishap.status, headers=headers
        )
        # Who was left without an answer has gone by now.
        with suppress(OSError):
            await answer(scope, receive, send)


def is_half(request: Request) -> bool:
    """Say whether a part only is to be stored."""
    return bool(request.scope.get("state", {}).get(_HALF))


def routes(mishaps: Mishaps) -> list[Route]:
    """Return the routes that take mishaps in: from this machine alone."""

    async def tell(request: Request) -> Response:
        if not is_local(request):
            return refused()
        try:
            told = _MISHAPS.validate_json(await request.body())
        except ValidationError as error:
            text = error.json(include_url=False, include_context=False, include_input=False)
            return Response(text, status_code=422, media_type="application/json")
        mishaps.tell(told, seed=int(request.query_params.get("seed", "0")))
        return Response(status_code=204)

    async def told(_: Request) -> Response:
        return JSONResponse(json.loads(_MISHAPS.dump_json(list(mishaps.told()), by_alias=True)))

    return [
        Route("/-/mishaps", tell, methods=["PUT"]),
        Route("/-/mishaps", told, methods=["GET"]),
    ]


async def _read(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read already, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


async def _until_gone(receive: Receive, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass


async def _never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError  # pragma: no cover - it waits for ever


async def _nowhere(_: Message) -> None:
    """Nobody hears the answer."""
