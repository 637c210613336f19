"""States, times and figures as people say them."""

from datetime import timedelta

import pytest
from gateway.status.words import headline, lasting, past, percent


class TestHeadline:
    @pytest.mark.parametrize(
        ("states", "said"),
        [
            ({"Mail": "ok", "Jitsi": "planned"}, "Everything is up"),
            ({"Mail": "bad", "Files": "warn"}, "Mail is down"),
            ({"Mail": "bad", "Files": "bad"}, "Mail and Files are down"),
            ({"Mail": "bad", "Files": "bad", "Chat": "bad"}, "3 services are down"),
            ({"Mail": "ok", "Files": "warn"}, "Files is slow"),
            ({"Mail": "ok", "Files": "unknown"}, "Files is unknown, the rest is up"),
            ({"Mail": "unknown"}, "Nobody knows: nothing was probed lately"),
            ({}, "Nobody knows: nothing was probed lately"),
        ],
    )
    def test_said(self, statuses, states, said):
        """The worst first, by name while there are few."""
        targets = [statuses.target(name, status) for name, status in states.items()]
        assert headline(statuses.whole(*targets)) == said

    def test_cause(self, statuses):
        """What fails because of another isn't the news."""
        mail = statuses.target("Mail", "bad", affected_by="Redis")
        status = statuses.whole(mail, statuses.target("Redis", "bad"))
        assert headline(status) == "Redis is down"


class TestPercent:
    @pytest.mark.parametrize(
        ("share", "said"),
        [(100.0, "100 %"), (99.9999, "99.99 %"), (99.5, "99.50 %"), (0.0, "0.00 %")],
    )
    def test_said(self, share, said):
        """Nothing but all of it is 100."""
        assert percent(share) == said


class TestLasting:
    @pytest.mark.parametrize(
        ("minutes", "said"),
        [
            (0, "less than a minute"),
            (4.5, "4 min"),
            (60, "1 h"),
            (130, "2 h 10 min"),
            (1440, "1 day"),
            (3060, "2 days 3 h"),
        ],
    )
    def test_said(self, minutes, said):
        """In its two largest units."""
        assert lasting(timedelta(minutes=minutes)) == said


def test_past():
    """What is over was down; titles that people gave stay as they are."""
    assert (past("Redis is down"), past("Fire in Falkenstein")) == (
        "Redis was down",
        "Fire in Falkenstein",
    )
