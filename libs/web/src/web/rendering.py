"""What every page is given, and how it is sent."""

import time
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup
from starlette.responses import HTMLResponse

from web import words
from web.site import Site

if TYPE_CHECKING:
    from web.visit import Visit


def common(site: Site, visit: "Visit") -> dict[str, Any]:
    """Return the names that every template knows."""
    return {
        "site": site,
        "visit": visit,
        "moment": _Clock(visit.now, visit.preferences.clock).show,
        "ago": lambda when: words.ago(when, now=visit.now),
        "here": _here(visit),
        "offers": site.offers.has,
        "form_token": visit.session.form_token,
        "preferences": visit.preferences,
    }


def rendered(html: str, visit: "Visit", status: int) -> HTMLResponse:
    """Send it, with what it cost."""
    seconds = time.perf_counter() - visit.request.state.started_at
    return HTMLResponse(
        html,
        status_code=status,
        headers={
            "Server-Timing": visit.gateway.calls.server_timing(seconds=seconds),
            "Vary": "HX-Request, HX-Target, Cookie",
        },
    )


class _Clock:
    """Shows moments: in words, exactly on demand."""

    def __init__(self, now: datetime, zone: Any) -> None:
        self._now = now
        self._zone = zone

    def show(self, when: datetime | None, *, exact: bool = False) -> Markup:
        """Return a `<time>`; the browser keeps the words true (times.js)."""
        if when is None:
            return Markup('<span class="faint">—</span>')
        local = when.astimezone(self._zone)
        full = f"{local:%d %b %Y, %H:%M:%S} {local.tzname()}"
        shown = full if exact else words.ago(when, now=self._now)
        mark = Markup("") if exact else Markup(" data-ago")
        stamp = words.utc(when).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(stamp, full, mark, shown)


def _here(visit: "Visit") -> Any:
    """Return a function that gives this page's address with some of its query changed."""
    url = visit.request.url

    def here(path: str = "", **changes: Any) -> str:
        kept = [(name, value) for name, value in parse_qsl(url.query) if name not in changes]
        added = [(name, str(value)) for name, value in changes.items() if value not in (None, "")]
        query = urlencode([*kept, *added])
        base = path or url.path
        return f"{base}?{query}" if query else base

    return here
