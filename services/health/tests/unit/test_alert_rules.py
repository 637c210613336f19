"""Which alerts are due."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.health.v1 import Incident
from health.alerts.rules import due

START = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def incident(**about):
    return Incident.model_validate(
        {
            "id": "0199e000-0000-7000-8000-000000000000",
            "title": "Redis is down",
            "status": "open",
            "target_id": "redis",
            "opened_at": START,
            **about,
        }
    )


class TestDue:
    @pytest.mark.parametrize(
        ("about", "hours", "keys"),
        [
            ({}, 0.5, ["opened"]),
            ({}, 1.5, ["opened", "reminder-1"]),
            ({}, 3.2, ["opened", "reminder-3"]),
            ({"status": "acknowledged"}, 3, ["opened"]),
            ({"status": "closed", "closed_at": START}, 3, ["resolved"]),
        ],
    )
    def test_keys(self, about, hours, keys):
        """Once opened, a reminder each hour until somebody takes it, once resolved."""
        found = due(incident(**about), START + hours * HOUR, reminder=HOUR)
        assert [key for key, _ in found] == keys

    def test_same_id(self):
        """Whoever sends it, and whenever: an alert's id is its own."""
        first, again = (
            next(iter(due(incident(), START + minutes * timedelta(minutes=1), reminder=HOUR)))[1].id
            for minutes in (1, 30)
        )
        assert first == again
