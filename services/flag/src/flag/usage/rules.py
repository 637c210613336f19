"""When a flag is stale: pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

UNUSED_AFTER = timedelta(days=14)
ONE_SIDED_AFTER = timedelta(days=30)


def stale(
    *,
    now: datetime,
    created_at: datetime,
    first_seen_at: datetime | None,
    last_seen_at: datetime | None,
    variants: Mapping[str, datetime],
    is_needed: bool,
) -> str:
    """Say why a flag seems to be of no use: unused, one_sided, or neither.

    `is_needed`: other flags ask it, which evaluators don't count.
    """
    if not is_needed and now - max(created_at, last_seen_at or created_at) >= UNUSED_AFTER:
        return "unused"
    recent = [name for name, seen_at in variants.items() if now - seen_at < ONE_SIDED_AFTER]
    watched_for = now - (first_seen_at or now)
    return "one_sided" if watched_for >= ONE_SIDED_AFTER and len(recent) == 1 else ""
