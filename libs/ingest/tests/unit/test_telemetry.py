"""What a source tells of its work."""

from datetime import UTC, datetime

import pytest
from contracts.audit.v1 import Publication
from ingest import Figures, Malformed, Skipped, Told
from ingest.telemetry import nested

AT = datetime(2026, 5, 24, 12, tzinfo=UTC)


@pytest.fixture
def figures():
    return Figures("codehost")


def told(at=AT, redactions=0):
    return Told(Publication(at=at), redactions)


class TestCounts:
    def test_outcomes(self, figures):
        """Each event is counted by what became of it, and secrets by what was taken out."""
        for outcome in (told(redactions=2), told(), Skipped("noise:star"), Malformed("x")):
            figures.outcome(outcome)
        said = figures.tell()
        assert (said["published"], said["redactions"], said["malformed"]) == (2, 2, 1)
        assert said["skipped"] == {"noise:star": 1}

    def test_last_event(self, figures):
        """The newest event counts, not the one that came last."""
        figures.outcome(told(AT))
        figures.outcome(told(datetime(2026, 5, 1, tzinfo=UTC)))
        figures.outcome(told(None))
        assert figures.tell()["lastEventAt"] == "2026-05-24T12:00:00+00:00"
        assert figures.tell()["lastEventSeconds"] == AT.timestamp()

    def test_taken_once(self, figures):
        """What was stored is not stored again; what couldn't be is."""
        figures.outcome(told())
        assert figures.has_news
        fresh = figures.take()
        assert (fresh, figures.take(), figures.has_news) == ({"published": 1}, {}, False)
        figures.give_back(fresh)
        assert figures.take() == {"published": 1}

    def test_too_many_reasons(self, figures):
        """A stranger's names fill neither memory nor database, and hide no other count."""
        for number in range(1000):
            figures.skipped(f"not_listed:{number}")
        figures.outcome(told())
        figures.outcome(Malformed("x"))
        said = figures.tell()
        assert len(said["skipped"]) <= 201
        assert sum(said["skipped"].values()) == 1000
        assert (said["published"], said["malformed"]) == (1, 1)

    @pytest.mark.parametrize("reason", ["a.b", "$where", "x\0y", "", "x" * 500])
    def test_names(self, figures, reason):
        """A reason is a field's name in the database."""
        figures.skipped(reason)
        (name,) = figures.take()
        assert name.startswith("skipped.")
        assert not set(name.removeprefix("skipped.")) & set(".$\0")
        assert len(name) < 120

    def test_nested_as_stored(self):
        """What the database has nested already is told as what this process counts."""
        flat = {"published": 3, "skipped.a": 1, "errors.token": 2}
        stored = {"published": 3, "skipped": {"a": 1}, "errors": {"token": 2}}
        assert nested(flat) == nested(stored)


class TestProblem:
    def test_until_it_works(self, figures):
        """A failure is counted, and told until something works again."""
        figures.failed("token_rejected", "authentik refuses the token (403)")
        assert figures.tell()["problem"] == "authentik refuses the token (403)"
        assert figures.has_news
        figures.works(is_caught_up=True)
        assert figures.tell()["problem"] == ""
        assert figures.tell()["errors"] == {"token_rejected": 1}

    def test_another_works(self, figures):
        """Who has lost the lease tells neither an old problem nor a growing lag."""
        figures.begin()
        figures.failed("x", "something")
        figures.rest()
        assert (figures.tell()["problem"], figures.lag_seconds()) == ("", 0.0)


class TestLag:
    def test_before_the_first_time(self, figures):
        """Who has never caught up lags since it began."""
        assert figures.lag_seconds() == 0.0
        figures.begin()
        assert figures.lag_seconds() >= 0.0
        assert figures._working_since is not None

    def test_caught_up(self, figures):
        """Lag is the time since everything that was known of had been published."""
        figures.begin()
        figures._working_since = AT
        assert figures.lag_seconds() > 1000
        figures.works(is_caught_up=False)
        assert figures.lag_seconds() > 1000
        figures.works(is_caught_up=True)
        assert figures.lag_seconds() < 1000
