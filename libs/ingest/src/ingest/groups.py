"""Groups of an upstream that are named like a tenant."""

from collections.abc import Iterable

from ingest.outcomes import Directory

_ADMIN_SUFFIXES = ("-admins", "-admin", "-owners")


def tenant_of_groups(names: Iterable[str], directory: Directory) -> str | None:
    """Return the one tenant whose slug is a group's name; an admin group stands for its tenant."""
    slugs = {_stripped(name) for name in names}
    found = [slug for slug in slugs if slug and directory.has_tenant(slug)]
    return found[0] if len(found) == 1 else None


def _stripped(name: str) -> str:
    for suffix in _ADMIN_SUFFIXES:
        name = name.removesuffix(suffix)
    return name.lower()
