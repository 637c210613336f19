"""The status page: no scripts, no CDN, one style."""

from itertools import groupby
from typing import NamedTuple

from contracts.health.v1 import GetPublicStatusResponse, PublicTarget
from starlette.requests import Request
from starlette.types import ASGIApp

from gateway.security import page_policy
from gateway.status import bars
from gateway.status.showing import text
from gateway.status.templates import FOLDER, template
from gateway.status.words import STATES, headline

_REFRESH_SECONDS = 60
_MOST_DOWN_DAYS = 3


class Row(NamedTuple):
    """A target with its days drawn."""

    target: PublicTarget
    stretches: list[bars.Stretch]
    down: list[str]
    more_down: int


def show_page(status: GetPublicStatusResponse, request: Request) -> ASGIApp:
    """Return the page; it asks to be read again every minute."""
    style = (FOLDER / "status.css").read_text(encoding="utf-8")
    body = template("status.html").render(
        status=status,
        headline=headline(status),
        groups=[
            (name, [_row(one, status) for one in targets])
            for name, targets in groupby(
                (one for one in status.targets if one.status != "planned"),
                key=lambda one: one.group,
            )
        ],
        planned=[one.name for one in status.targets if one.status == "planned"],
        names={one.id: one.name for one in status.targets},
        open=[one for one in status.incidents if one.status != "closed"],
        past=[one for one in status.incidents if one.status == "closed"],
        words=STATES,
        style=style,
        days=bars.DAYS,
        width=bars.STEP * bars.DAYS,
        tenant=request.path_params.get("tenant_slug", ""),
    )
    headers = {
        "content-security-policy": page_policy(style, images="data:"),
        "referrer-policy": "no-referrer",
        "refresh": str(_REFRESH_SECONDS),
    }
    return text(body, kind="text/html", headers=headers)


def _row(target: PublicTarget, status: GetPublicStatusResponse) -> Row:
    down = bars.down_days(target.days)
    return Row(
        target,
        bars.stretches(target.days, status.at.date()),
        down[:_MOST_DOWN_DAYS],
        max(0, len(down) - _MOST_DOWN_DAYS),
    )
