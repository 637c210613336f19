"""What services tell of their own work: on the fleet's page and for Prometheus."""

from datetime import UTC, datetime

import pytest
from health import metrics
from health.fleet.rules import problem_of, read

NOW = datetime(2026, 11, 1, tzinfo=UTC)
INGEST = {
    "source": "authentik",
    "published": 7,
    "malformed": 1,
    "redactions": 2,
    "skipped": {"noise:star": 3},
    "errors": {"token_rejected": 4},
    "lagSeconds": 61.5,
    "lastEventAt": "2026-10-31T23:59:00+00:00",
    "lastEventSeconds": 1793491140.0,
    "problem": "authentik refuses the token (403)",
}


def stats(**data):
    return {
        "name": "ingest_authentik",
        "id": "a",
        "started": "2026-10-31T23:00:00.000Z",
        "endpoints": [{"data": {"outbox": {"waiting": 0}} | data}],
    }


class TestProblem:
    def test_told(self):
        """Any part of a service may say what keeps it from working."""
        told = read(stats(ingest=INGEST), NOW)
        assert told.problem == "authentik refuses the token (403)"
        assert told.figures["ingest"]["published"] == 7

    @pytest.mark.parametrize("raw", [{}, {"endpoints": [7]}, {"endpoints": [{"data": [1]}]}])
    def test_nothing(self, raw):
        """Who tells nothing has no problem."""
        assert problem_of(raw) == ""
        assert problem_of(stats(ingest=INGEST | {"problem": ""})) == ""


class TestMetrics:
    def test_ingest(self):
        """Each outcome, reason, redaction and error is a series; so are lag and last event."""
        lines = metrics.text([], [read(stats(ingest=INGEST), NOW)], []).splitlines()
        told = {line.split("{")[0]: [] for line in lines if line.startswith("dezky_ingest")}
        for line in lines:
            if line.startswith("dezky_ingest"):
                name, _, rest = line.partition("{")
                told[name].append(rest)
        where = 'source="authentik",instance="a"'
        assert told == {
            "dezky_ingest_events_total": [
                f'{where},outcome="published",reason=""}} 7',
                f'{where},outcome="malformed",reason=""}} 1',
                f'{where},outcome="skipped",reason="noise:star"}} 3',
            ],
            "dezky_ingest_redactions_total": [f'{where},reason=""}} 2'],
            "dezky_ingest_errors_total": [f'{where},reason="token_rejected"}} 4'],
            "dezky_ingest_lag_seconds": [f"{where}}} 61.5"],
            "dezky_ingest_last_event_timestamp_seconds": [f"{where}}} 1793491140"],
        }

    @pytest.mark.parametrize("odd", [7, {}, {"published": "x", "skipped": [], "lagSeconds": None}])
    def test_oddities(self, odd):
        """What a stranger tells under that name breaks nothing."""
        assert "dezky_ingest_lag_seconds{" not in metrics.text(
            [], [read(stats(ingest=odd), NOW)], []
        )
