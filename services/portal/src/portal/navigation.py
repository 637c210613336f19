"""Where the portal leads within a tenant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the sidebar; `path` follows the tenant's own."""

    path: str
    name: str
    icon: str
    # Typed after g.
    key: str
    for_admins: bool = False


PLACES = (
    Place("", "Home", "overview", "h"),
    Place("/people", "People", "person", "p"),
    Place("/domains", "Domains", "domain", "d", for_admins=True),
    Place("/activity", "Activity", "audit", "a", for_admins=True),
    Place("/status", "Status", "infrastructure", "s"),
    Place("/subscription", "Subscription", "card", "b"),
    Place("/organization", "Organization", "tenants", "o", for_admins=True),
)


def current(path: str, *, slug: str) -> Place | None:
    """Return the place that a page of the tenant belongs to."""
    rest = path.removeprefix(f"/tenants/{slug}")
    return next((one for one in reversed(PLACES) if rest.startswith(one.path)), None)
