"""States, times and figures as people say them: pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.health.v1 import GetPublicStatusResponse

STATES = {
    "ok": "Up",
    "warn": "Slow",
    "bad": "Down",
    "unknown": "Unknown",
    "planned": "Planned",
    "not_configured": "Not configured",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def headline(status: GetPublicStatusResponse) -> str:
    """Return the one sentence that matters."""
    down, slow, unknown, up = (
        [one.name for one in status.targets if one.status == state and not one.affected_by]
        for state in ("bad", "warn", "unknown", "ok")
    )
    if down:
        return f"{_these(down)} down"
    if slow:
        return f"{_these(slow)} slow"
    if not up:
        return "Nobody knows: nothing was probed lately"
    return f"{_these(unknown)} unknown, the rest is up" if unknown else "Everything is up"


def _these(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} is"
    return f"{names[0]} and {names[1]} are" if names[2:] == [] else f"{len(names)} services are"


def past(title: str) -> str:
    """Return an incident's title once it is over: Redis was down."""
    named = title.removesuffix(" is down")
    return title if named == title else f"{named} was down"


def lasting(length: timedelta) -> str:
    """Return a length in its two largest units: 2 h 10 min."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < _DAY:
        hours, rest = divmod(seconds, _HOUR)
        return f"{hours} h {rest // _MINUTE} min" if rest >= _MINUTE else f"{hours} h"
    days, rest = divmod(seconds, _DAY)
    named = "1 day" if days == 1 else f"{days} days"
    return f"{named} {rest // _HOUR} h" if rest >= _HOUR else named


def percent(share: float) -> str:
    """Return a percentage that is 100 only when nothing is missing: 99.99 never becomes 100."""
    if share >= 100:  # noqa: PLR2004 - all of it
        return "100 %"
    return f"{min(share, 99.99):.2f} %"


def moment(at: datetime) -> str:
    """Return a time with its day."""
    return f"{at:%-d %b %Y, %H:%M} UTC"


def clock(at: datetime) -> str:
    """Return a time of a known day."""
    return f"{at:%H:%M} UTC"


def rfc822(at: datetime) -> str:
    """Return a time as RSS writes it."""
    return f"{at:%a, %d %b %Y %H:%M:%S} GMT"


def rfc3339(at: datetime) -> str:
    """Return a time as `<time datetime>` takes it."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
