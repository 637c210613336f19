"""Who runs, who left well, who vanished."""

from datetime import UTC, datetime, timedelta

from health.fleet.rules import Roll

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def stats(identity="a", **about):
    endpoint = {
        "num_requests": 4,
        "num_errors": 1,
        "processing_time": 8_000_000,
        "last_error": "404:tenant_not_found",
        "data": {"outbox": {"waiting": 3}},
    }
    return {
        "name": "tenant",
        "id": identity,
        "version": "1.0.0",
        "started": "2026-10-31T23:00:00.000Z",
        "endpoints": [endpoint],
        **about,
    }


def statuses(roll):
    return {one.id: one.status for one in roll.instances()}


class TestRoll:
    def test_figures(self):
        """Requests, errors, average and outbox are read from what the instance tells."""
        roll = Roll()
        roll.call([stats()], NOW)
        (one,) = roll.instances()
        assert (one.requests, one.errors, one.average_ms) == (4, 1, 2.0)
        assert (one.uptime_seconds, one.outbox_waiting) == (3600, 3)

    def test_vanished(self):
        """Missing once is a lost answer, missing twice is gone."""
        roll = Roll()
        roll.call([stats()], NOW)
        roll.call([], NOW)
        assert statuses(roll) == {"a": "running"}
        roll.call([], NOW)
        assert statuses(roll) == {"a": "vanished"}

    def test_drained(self):
        """Who said goodbye hasn't vanished."""
        roll = Roll()
        roll.call([stats("a"), stats("b")], NOW)
        roll.drained("a")
        roll.call([], NOW)
        roll.call([], NOW)
        assert statuses(roll) == {"a": "drained", "b": "vanished"}

    def test_forgotten(self):
        """After an hour it is shown no more."""
        roll = Roll()
        roll.call([stats()], NOW)
        roll.call([], NOW + timedelta(minutes=61))
        assert statuses(roll) == {}

    def test_nonsense(self):
        """Somebody else's service that tells nonsense harms nobody."""
        roll = Roll()
        roll.call([{}, stats(started="soon"), stats(endpoints=7), stats("b")], NOW)
        assert statuses(roll) == {"b": "running"}
