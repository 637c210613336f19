"""The cookies of one application, named and marked in one place."""

from starlette.requests import Request
from starlette.responses import Response

from web.settings import WebSettings

_YEAR_SECONDS = 365 * 86_400


class Cookies:
    """Session, sign-in under way, and preferences."""

    def __init__(self, settings: WebSettings) -> None:
        self._is_secure = settings.is_secure
        self.session = settings.cookie_prefix
        self.browser = f"{settings.cookie_prefix}-sign-in"
        self.preferences = f"{settings.cookie_prefix}-preferences"

    def read(self, request: Request, name: str) -> str:
        """Return the cookie's value, empty when absent."""
        return request.cookies.get(name, "")

    def put(self, response: Response, name: str, value: str, *, lasting: bool = False) -> None:
        """Set it for the browser's session, or for a year; no script reads any of them.

        Lax: the answer of the identity provider comes by a link from another site.
        """
        response.set_cookie(
            name,
            value,
            max_age=_YEAR_SECONDS if lasting else None,
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, name: str) -> None:
        """Take it away."""
        response.delete_cookie(
            name, path="/", secure=self._is_secure, httponly=True, samesite="lax"
        )
