"""A status page's data, and what is shown of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from contracts.health.v1 import (
    Day,
    GetPublicStatusResponse,
    MaintenanceWindow,
    PublicIncident,
    PublicTarget,
    Uptime,
)

NOW = datetime(2026, 11, 25, 22, 10, tzinfo=UTC)
IDENTITY = "01a214e7-8626-79c9-8d7a-3d04d399c717"


class Statuses:
    """Builds them."""

    now = NOW

    def day(self, ago, *, down=0.0):
        """Return one day, so many days ago."""
        date = (NOW - timedelta(days=ago)).date().isoformat()
        share = 100 * (1 - down / 1440)
        return Day(date=date, uptime_percent=share, coverage_percent=100, down_minutes=down)

    def target(self, name, status="ok", **about):
        """Return one target."""
        told = {"uptime": Uptime(window="90d", uptime_percent=99.996, coverage_percent=50.0)}
        return PublicTarget(id=name.lower(), name=name, status=status, **told | about)

    def incident(self, title, status="open", *, minutes=12, **about):
        """Return one that began so many minutes ago."""
        opened = NOW - timedelta(minutes=minutes)
        closed = NOW if status == "closed" else None
        return PublicIncident(
            id=IDENTITY, title=title, status=status, opened_at=opened, closed_at=closed, **about
        )

    def window(self, title, **about):
        """Return one that begins tomorrow."""
        told = {"starts_at": NOW, "minutes": 60, "repeats": "once", "time_zone": "UTC"}
        told |= {"next_at": NOW + timedelta(days=1), "version": 1}
        return MaintenanceWindow(id=IDENTITY, title=title, **told | about)

    def whole(self, *targets, status="ok", incidents=(), maintenance=()):
        """Return everything."""
        return GetPublicStatusResponse(
            at=NOW,
            status=status,
            summary="8 / 9 services live",
            targets=list(targets),
            incidents=list(incidents),
            maintenance=list(maintenance),
        )


@pytest.fixture
def statuses():
    return Statuses()


@pytest.fixture
def shown():
    """Give what shows a status; returns headers and text."""

    def show(how, status, **path):
        request = SimpleNamespace(
            path_params=path,
            headers={"host": "status.example"},
            url=SimpleNamespace(scheme="https"),
        )
        answer = how(status, request)
        headers = {name.decode(): value.decode() for name, value in answer.headers}
        return headers, answer.body.decode()

    return show
