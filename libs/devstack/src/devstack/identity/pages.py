"""Renders the pages; none of them has a script."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from devstack.identity.demo_accounts import DEMO_ACCOUNTS

TEMPLATES = Path(__file__).parent / "templates"
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # No form-action: Chromium applies it to the redirects after the login as well, and
    # those lead to the application.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; frame-ancestors 'none'",
}

_environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
)


def render(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Every page can name the demo accounts."""
    body = _environment.get_template(template).render(demo_accounts=DEMO_ACCOUNTS, **values)
    return HTMLResponse(body, status_code=status, headers=HEADERS)


def refusal(title: str, text: str, *, status: int = 400) -> HTMLResponse:
    """Say what went wrong where no application can be told."""
    return render("refused.html", status=status, title=title, text=text)


async def style(_: Request) -> Response:
    """Serve the one style sheet."""
    return FileResponse(TEMPLATES / "identity.css", headers={"Cache-Control": "no-cache"})
