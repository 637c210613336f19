"""Protects forms against being posted by another site: the same secret in cookie and form."""

import secrets

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response


class FormGuard:
    """A double-submit token; kept as long as the browser runs, so that tabs don't fight."""

    def __init__(self, *, cookie: str) -> None:
        self._cookie = cookie

    def token(self, request: Request) -> str:
        """Return the browser's token, or a new one for `remember`."""
        return request.cookies.get(self._cookie) or secrets.token_urlsafe(32)

    def remember(self, token: str, *, response: Response) -> None:
        """Let the browser bring the token back."""
        response.set_cookie(self._cookie, token, httponly=True, samesite="lax")

    def is_own(self, form: FormData, *, request: Request) -> bool:
        """Whether the form was rendered for this browser."""
        kept, sent = request.cookies.get(self._cookie, ""), form.get("csrf")
        return (
            isinstance(sent, str)
            and bool(kept)
            and secrets.compare_digest(kept.encode(), sent.encode())
        )
