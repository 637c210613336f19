"""What generated classes make of times."""

from datetime import UTC, datetime, timedelta, timezone

import pytest


class TestTimestamps:
    """Aware UTC in Python, RFC 3339 with milliseconds in JSON."""

    @pytest.mark.parametrize(
        "value",
        [
            1767323045, "1767323045", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05",
            "2026-01-02", "2026-13-02T03:04:05Z", "2026-01-02T03:04Z", "2026-01-02T03:04:05Z\n",
            "0001-01-01T00:00:00+01:00", "2026-01-02T25:04:05Z", "٢٠٢٦-01-02T03:04:05Z", True, None,
            "2026-01-02T03:04:05.1234567890Z",
        ],
    )  # fmt: skip
    def test_anything_else_is_refused(self, refused, value):
        """No epochs, no spaces, no missing zones, no dates alone."""
        assert refused(madeAt=value) == ["madeAt"]

    def test_an_offset_is_turned_into_utc(self, parsed):
        """Whatever the zone, Python sees UTC."""
        taken = parsed(madeAt="2026-01-02T03:04:05.678912345+02:00").made_at
        assert taken == datetime(2026, 1, 2, 1, 4, 5, 678000, tzinfo=UTC)
        assert taken.tzinfo is UTC

    def test_json_has_milliseconds_and_z(self, parsed):
        """Always three digits, whatever came in."""
        assert parsed(madeAt="2026-01-02T03:04:05Z").dump()["madeAt"] == "2026-01-02T03:04:05.000Z"

    def test_python_may_pass_any_aware_time(self, parsed):
        """A time of another zone is the same moment."""
        moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
        assert parsed(madeAt=moment).dump()["madeAt"] == "2026-01-02T01:04:05.000Z"

    def test_python_may_not_pass_a_naive_time(self, refused):
        """Nobody knows which moment it is."""
        assert refused(madeAt=datetime(2026, 1, 2)) == ["madeAt"]  # noqa: DTZ001

    def test_storage_keeps_datetimes(self, parsed):
        """MongoDB sorts and expires by them."""
        assert isinstance(parsed().storable()["madeAt"], datetime)
