"""How a person wants pages to look, kept in a cookie of their browser."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import Literal, get_args
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo, available_timezones

Theme = Literal["system", "light", "dark"]
_THEMES: tuple[Theme, ...] = get_args(Theme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Anything unknown reads as the default: the cookie is the browser's word."""

    theme: Theme = "system"
    # A name of the IANA time zone database.
    zone: str = "UTC"

    @classmethod
    def read(cls, text: str) -> "Preferences":
        """Read what `write` wrote, or a form."""
        said = {name: values[0] for name, values in parse_qs(text).items()}
        themes: dict[str | None, Theme] = {one: one for one in _THEMES}
        zone = said.get("zone", "")
        return cls(
            theme=themes.get(said.get("theme"), "system"), zone=zone if zone in _zones() else "UTC"
        )

    def write(self) -> str:
        """Write it down for the cookie."""
        return urlencode({"theme": self.theme, "zone": self.zone})

    @property
    def clock(self) -> tzinfo:
        """The time zone to show times in."""
        return UTC if self.zone == "UTC" else ZoneInfo(self.zone)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
