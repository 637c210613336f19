"""How far from now, and how large, an entry may be."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from audit.entries import FURTHEST_AHEAD, entry_of
from audit.intake.limits import LARGEST_BYTES
from audit.rules import Refused

RECEIVED = datetime(2026, 11, 23, 10, 0, 0, 123_456, tzinfo=UTC)


def told(body):
    payload = json.dumps(body).encode()
    subject = "audit.billing.acme.invoice.paid"
    return entry_of(subject, payload, sequence=7, received_at=RECEIVED)


class TestTimes:
    def test_untold(self):
        """Who doesn't say when it happened means: just now."""
        assert told({})["at"] == told({})["receivedAt"]

    @pytest.mark.parametrize(
        "at", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2026-11-24T10:00:00.123Z"]
    )
    def test_any_past(self, at):
        """However long ago, and as far ahead as clocks run."""
        assert told({"at": at})["at"] == datetime.fromisoformat(at)

    @pytest.mark.parametrize("at", ["2026-11-24T10:00:00.124Z", "9999-12-31T23:59:59.999Z"])
    def test_the_future(self, at):
        """What is said to happen later than any clock explains would head the list for ever."""
        assert timedelta(days=1) == FURTHEST_AHEAD
        with pytest.raises(Refused, match=r"at: .* is after the receipt"):
            told({"at": at})

    @pytest.mark.parametrize(
        "at", ["2026-11-23", "2026-11-23T10:00:00", "0000-01-01T00:00:00Z", 1_795_000_000, ""]
    )
    def test_no_time(self, at):
        """A time names its zone and a day of the calendar."""
        with pytest.raises(Refused, match="at: "):
            told({"at": at})


class TestSize:
    def test_largest(self):
        """As much as our own services may tell."""
        room = LARGEST_BYTES - len(json.dumps({"metadata": {"x": ""}}))
        assert told({"metadata": {"x": "a" * room}})["metadata"]["x"] == "a" * room

    def test_larger(self):
        """More is refused, not cut."""
        with pytest.raises(Refused, match="1000023 bytes"):
            told({"metadata": {"x": "a" * 1_000_000}})
