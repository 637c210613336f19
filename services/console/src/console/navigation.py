"""Where the console leads: the sidebar, the palette and the chords know the same places."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the sidebar."""

    path: str
    name: str
    icon: str
    # Typed after g.
    key: str


PLACES = (
    Place("/", "Overview", "overview", "o"),
    Place("/tenants", "Tenants", "tenants", "t"),
    Place("/partners", "Partners", "partners", "p"),
    Place("/flags", "Flags", "flags", "f"),
    Place("/infrastructure", "Infrastructure", "infrastructure", "i"),
    Place("/audit", "Audit", "audit", "a"),
    Place("/ingest", "Ingest", "ingest", "n"),
)


def current(path: str) -> Place | None:
    """Return the place that a page belongs to."""
    if path == "/":
        return PLACES[0]
    return next((place for place in PLACES[1:] if path.startswith(place.path)), None)
