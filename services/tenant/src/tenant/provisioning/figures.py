"""What a tenant uses, as the systems said when they were asked: pure."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from contracts.tenant.v1 import Usage

from tenant.provisioning.assessing import Attempt
from tenant.provisioning.integration import Figures

_GIB = 1024**3
_STORES = frozenset({"stalwart", "ocis"})


def usage_of(attempts: Sequence[Attempt], *, held: Usage | None, at: datetime) -> Usage | None:
    """Return the figures; None when nobody answered.

    One that couldn't be read now stays what it was, and the time is that of the oldest.
    """
    seen = {one.integration: one.outcome.seen.figures for one in attempts if one.outcome}
    if not seen:
        return None
    stores = [one.integration for one in attempts if one.integration in _STORES]
    read = {
        "users": _first([figures.users for figures in seen.values()]),
        "mailboxes": _first([figures.mailboxes for figures in seen.values()]),
        "storage_gib": _storage([seen.get(name, Figures()) for name in stores]),
    }
    kept = {name: getattr(held, name) for name, now in read.items() if now is None and held}
    figures = {name: figure for name, figure in {**read, **kept}.items() if figure is not None}
    is_old = held is not None and not figures.keys().isdisjoint(kept)
    return Usage(**figures, read_at=held.read_at if held and is_old else at)


def _first(figures: Sequence[int | None]) -> int | None:
    return next((figure for figure in figures if figure is not None), None)


def _storage(figures: Sequence[Figures]) -> int | None:
    """Mail and files together; one that isn't known makes the sum unknown."""
    known = [one.storage_bytes for one in figures if one.storage_bytes is not None]
    return ceil(sum(known) / _GIB) if known and len(known) == len(figures) else None
