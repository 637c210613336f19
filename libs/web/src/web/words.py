"""Figures and times as a person would say them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from contracts.platform.v1 import Money

DASH = "—"
# ISO 4217 has currencies without and with three minor digits; two is the rule.
_MINOR_DIGITS: Mapping[str, int] = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "KWD": 3, "BHD": 3}
_STEPS = (
    (60, 1, "second"),
    (3600, 60, "minute"),
    (86_400, 3600, "hour"),
    (2_592_000, 86_400, "day"),
)
_MONTH, _YEAR = 2_592_000, 31_536_000


def ago(moment: datetime, *, now: datetime) -> str:
    """Say how long ago, or in how long: "3 minutes ago", "in 2 hours"."""
    seconds = (now - moment).total_seconds()
    if abs(seconds) < 1:
        return "now"
    said = duration(abs(seconds))
    return f"{said} ago" if seconds > 0 else f"in {said}"


def duration(seconds: float) -> str:
    """Say the largest unit only."""
    for limit, unit, name in _STEPS:
        if seconds < limit:
            return counted(int(seconds // unit), name)
    unit, name = (_MONTH, "month") if seconds < _YEAR else (_YEAR, "year")
    return counted(int(seconds // unit), name)


def counted(number: float, noun: str, plural: str = "") -> str:
    """Say a number with its noun."""
    return f"{grouped(number)} {noun if number == 1 else plural or f'{noun}s'}"


def grouped(number: float) -> str:
    """Group digits by thin spaces, as ISO 31-0 has it: 12 345."""
    text = f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"
    return text.replace(",", "\u202f")


def minor_digits(currency: str) -> int:
    """Return how many digits of an amount are minor units."""
    return _MINOR_DIGITS.get(currency, 2)


def money(amount: Money) -> str:
    """Say an amount: EUR 1 234.50."""
    digits = minor_digits(amount.currency)
    value = f"{amount.amount_minor / 10**digits:,.{digits}f}".replace(",", "\u202f")
    return f"{value}\u00a0{amount.currency}"


def milliseconds(value: float | None) -> str:
    """Say a latency; a dash where there is none."""
    if value is None:
        return DASH
    tenths_below = 10
    return f"{value:.1f} ms" if value < tenths_below else f"{grouped(round(value))} ms"


def percent(value: float | None, *, digits: int = 2) -> str:
    """Say a share without useless zeros; never rounds up to 100."""
    if value is None:
        return DASH
    shown = f"{value:.{digits}f}"
    if float(shown) == 100.0 and value < 100.0:  # noqa: PLR2004 - per cent
        shown = f"{100 - 10**-digits:.{digits}f}"
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown}\u00a0%"


def capital(text: str) -> str:
    """Begin with a capital and leave the rest."""
    return text[:1].upper() + text[1:]


def plain(word: str) -> str:
    """Read snake_case as words."""
    return word.replace("_", " ")


def utc(value: Any) -> datetime:
    """Take a moment of a message or of JSON."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.astimezone(UTC)
