"""Ninety days as bars, in stretches: days of the same kind are one shape with one title. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from contracts.health.v1 import Day

from gateway.status.words import lasting, percent

DAYS = 90
STEP = 4
# From here on a day was more than a hiccup.
_BAD_BELOW_PERCENT = 98.0
_SAID = {"ok": "no downtime", "unknown": "nothing is known"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days beside each other; `x` and `width` in the drawing's units."""

    kind: str
    x: int
    width: int
    title: str


class _Bar(NamedTuple):
    place: int
    at: date
    day: Day | None
    kind: str

    @property
    def look(self) -> tuple[str, int]:
        """What those have in common that are one shape; a day with downtime stands alone."""
        return self.kind, -1 if self.kind in _SAID else self.place


def stretches(days: Sequence[Day], today: date) -> list[Stretch]:
    """Return the drawing, the oldest day first; of what nobody probed it says so."""
    return [
        _stretch(list(bars)) for _, bars in groupby(_bars(days, today), key=lambda one: one.look)
    ]


def down_days(days: Iterable[Day]) -> list[str]:
    """Return the days with downtime in words, the newest first."""
    down = [one for one in days if kind_of(one) not in _SAID]
    return [f"{date.fromisoformat(one.date):%-d %b} {_minutes(one)}" for one in reversed(down)]


def kind_of(day: Day | None) -> str:
    """Return ok, some (downtime), bad or unknown."""
    if day is None or day.uptime_percent is None:
        return "unknown"
    if not day.down_minutes:
        return "ok"
    return "bad" if day.uptime_percent < _BAD_BELOW_PERCENT else "some"


def _bars(days: Sequence[Day], today: date) -> Iterator[_Bar]:
    known = {one.date: one for one in days}
    for place in range(DAYS):
        at = today - timedelta(days=DAYS - 1 - place)
        day = known.get(at.isoformat())
        yield _Bar(place, at, day, kind_of(day))


def _stretch(bars: Sequence[_Bar]) -> Stretch:
    first, last = bars[0], bars[-1]
    period = f"{first.at:%-d %b}" + (f" to {last.at:%-d %b}" if first != last else "")
    said = _SAID.get(first.kind)
    if said is None and first.day is not None:
        share = percent(first.day.uptime_percent or 0.0)
        said = f"{share} up, down for {_minutes(first.day)}"
    return Stretch(first.kind, STEP * first.place, STEP * len(bars), f"{period}: {said}")


def _minutes(day: Day) -> str:
    return lasting(timedelta(minutes=day.down_minutes))
