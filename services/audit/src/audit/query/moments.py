"""Times in queries, `at:>2026-11-01`: pure. Times are UTC; a date alone is its beginning."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_DAY = timedelta(days=1)
_MILLISECOND = timedelta(milliseconds=1)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": _DAY, "w": timedelta(weeks=1)}
_AGO = re.compile(r"-(?P<count>[0-9]{1,5})(?P<unit>[mhdw])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPARISON = re.compile(r"(?P<how>>=|<=|>|<)(?P<moment>.*)")
_FORMS = "should be like >2026-11-01, <2026-11-01T12:00Z, >-24h, 2026-11-01, 2026-11-01..2026-11-03"


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` on, before `before`; None where it is open."""

    since: datetime | None = None
    before: datetime | None = None

    def within(self, other: "Span") -> "Span":
        """Return what both have in common."""
        since = max((one for one in (self.since, other.since) if one), default=None)
        before = min((one for one in (self.before, other.before) if one), default=None)
        return Span(since, before)

    def bounds(self) -> list[dict[str, datetime]]:
        """Return the conditions on a stored time."""
        bounds = (("$gte", self.since), ("$lt", self.before))
        return [{how: moment} for how, moment in bounds if moment is not None]


ALWAYS = Span()


def span_of(text: str, *, now: datetime) -> Span:
    """Read a time or a comparison; raise ValueError with what was expected."""
    try:
        if compared := _COMPARISON.fullmatch(text):
            moment = _moment(compared["moment"], now)
            if compared["how"].startswith(">"):
                return Span(since=moment + (_MILLISECOND if compared["how"] == ">" else _NOTHING))
            return Span(before=moment + (_MILLISECOND if compared["how"] == "<=" else _NOTHING))
        first, dots, last = text.partition("..")
        return Span(_moment(first, now), _after(last if dots else first, now))
    except (ValueError, OverflowError):
        raise ValueError(_FORMS) from None


_NOTHING = timedelta(0)


def _after(text: str, now: datetime) -> datetime:
    """Return the end of what is named: the next day's beginning, the next millisecond."""
    return _moment(text, now) + (_DAY if _DATE.fullmatch(text) else _MILLISECOND)


def _moment(text: str, now: datetime) -> datetime:
    if ago := _AGO.fullmatch(text):
        return now - int(ago["count"]) * _UNITS[ago["unit"]]
    if not _DATE.match(text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
