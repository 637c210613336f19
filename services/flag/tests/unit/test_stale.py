"""When a flag is stale."""

from datetime import UTC, datetime, timedelta

import pytest
from flag.usage.rules import stale

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def ago(days):
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("created", "seen", "variants", "expected"),
    [
        (1, None, {}, ""),
        (13, None, {}, ""),
        (14, None, {}, "unused"),
        (100, (100, 14), {"on": 14}, "unused"),
        (100, (100, 13), {"on": 13, "off": 29}, ""),
        (100, (30, 0), {"on": 0}, "one_sided"),
        (100, (29, 0), {"on": 0}, ""),
        (100, (90, 0), {"on": 0, "off": 30}, "one_sided"),
        (100, (90, 0), {"on": 0, "off": 29}, ""),
        (100, (90, 0), {"a": 0, "b": 1, "c": 60}, ""),
    ],
)
def test_stale(created, seen, variants, expected):
    """Fourteen days unseen, or thirty with one variant for everybody."""
    first, last = seen or (None, None)
    found = stale(
        now=NOW,
        created_at=ago(created),
        first_seen_at=None if first is None else ago(first),
        last_seen_at=None if last is None else ago(last),
        variants={name: ago(days) for name, days in variants.items()},
        is_needed=False,
    )
    assert found == expected
