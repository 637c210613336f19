"""Lets nobody in (ASGI) but who knows the one secret, by Basic or Bearer."""

import base64
import binascii
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_UNAUTHORIZED = 401


class Locked:
    """Answers 401 to everybody else; without a secret nobody is let in."""

    def __init__(self, app: ASGIApp, *, secret: str, words: Mapping[str, Any]) -> None:
        self._app = app
        self._secret = secret
        self._words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it in the system's words."""
        if scope["type"] != "http" or _knows(Request(scope), self._secret):
            await self._app(scope, receive, send)
            return
        await JSONResponse(self._words, status_code=_UNAUTHORIZED)(scope, receive, send)


def _knows(request: Request, secret: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return False
    elif scheme.lower() != "bearer":
        return False
    return bool(secret) and secrets.compare_digest(given.encode(), secret.encode())
