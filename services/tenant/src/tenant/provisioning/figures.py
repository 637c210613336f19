"""What a tenant uses, as the systems said when they were asked: pure."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from contracts.tenant.v1 import Usage

from tenant.provisioning.assessing import Attempt
from tenant.provisioning.integration import Figures

_GIB = 1024**3
_STORES = frozenset({"stalwart", "ocis"})


def usage_of(attempts: Sequence[Attempt], *, at: datetime) -> Usage | None:
    """Return the figures; those that couldn't be read are absent, None when none could."""
    seen = {one.integration: one.outcome.seen.figures for one in attempts if one.outcome}
    if not seen:
        return None
    stores = [one.integration for one in attempts if one.integration in _STORES]
    return Usage(
        users=_first([figures.users for figures in seen.values()]),
        mailboxes=_first([figures.mailboxes for figures in seen.values()]),
        storage_gib=_storage([seen.get(name, Figures()) for name in stores]),
        read_at=at,
    )


def _first(figures: Sequence[int | None]) -> int | None:
    return next((figure for figure in figures if figure is not None), None)


def _storage(figures: Sequence[Figures]) -> int | None:
    """Mail and files together; one that isn't known makes the sum unknown."""
    known = [one.storage_bytes for one in figures if one.storage_bytes is not None]
    return ceil(sum(known) / _GIB) if known and len(known) == len(figures) else None
