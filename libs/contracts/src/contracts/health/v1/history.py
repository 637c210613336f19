"""What was found over time.

Generated from proto-schemas/health/v1/history.proto by generate.py: edits are lost.
"""

from typing import Annotated, Literal

from pydantic import Field

from contracts.markers import NullRefused
from contracts.message import Message
from contracts.scalars import Double, Int32, Timestamp


class Uptime(Message):
    """How much of a period something was up, and how much of it is known."""

    window: Annotated[
        Literal["24h", "7d", "30d", "90d", "365d"], Field(description="The period that ends now.")
    ]

    uptime_percent: Annotated[
        Double | None,
        NullRefused(),
        Field(
            alias="uptimePercent",
            description=(
                "Share of the probed time outside maintenance that it was up; absent when none "
                "was probed."
            ),
        ),
    ] = None

    coverage_percent: Annotated[
        Double,
        Field(
            alias="coveragePercent",
            description="Share of the period that was probed: the rest is unknown, never up.",
        ),
    ] = 0.0

    maintenance_percent: Annotated[
        Double,
        Field(
            alias="maintenancePercent",
            description="Share of the period under maintenance and probed.",
        ),
    ] = 0.0

    p50_ms: Annotated[
        Double | None,
        NullRefused(),
        Field(alias="p50Ms", description="Milliseconds that half of the probes took at most."),
    ] = None

    p95_ms: Annotated[
        Double | None,
        NullRefused(),
        Field(alias="p95Ms", description="Milliseconds that 95 of 100 probes took at most."),
    ] = None


class HistoryPoint(Message):
    """One step of a chart: a probe, five minutes, an hour or a day."""

    at: Annotated[Timestamp, Field(description="When it begins.")]

    seconds: Annotated[Int32, Field(description="How long it is.")] = 0

    ok_seconds: Annotated[Double, Field(alias="okSeconds", description="Seconds it was ok.")] = 0.0

    warn_seconds: Annotated[
        Double, Field(alias="warnSeconds", description="Seconds it answered slowly.")
    ] = 0.0

    bad_seconds: Annotated[Double, Field(alias="badSeconds", description="Seconds it was bad.")] = (
        0.0
    )

    maintenance_seconds: Annotated[
        Double, Field(alias="maintenanceSeconds", description="Seconds under maintenance.")
    ] = 0.0

    p50_ms: Annotated[
        Double | None,
        NullRefused(),
        Field(alias="p50Ms", description="Milliseconds that half of the probes took at most."),
    ] = None

    p95_ms: Annotated[
        Double | None,
        NullRefused(),
        Field(alias="p95Ms", description="Milliseconds that 95 of 100 probes took at most."),
    ] = None


class Day(Message):
    """One day, in UTC, as anybody may see it."""

    date: Annotated[str, Field(min_length=1, description="The date: 2026-11-25.")]

    uptime_percent: Annotated[
        Double | None,
        NullRefused(),
        Field(
            alias="uptimePercent",
            description=(
                "Share of the probed time outside maintenance that it was up; absent when none "
                "was probed."
            ),
        ),
    ] = None

    coverage_percent: Annotated[
        Double,
        Field(
            alias="coveragePercent",
            description="Share of the day that was probed; of today, of what has passed.",
        ),
    ] = 0.0

    down_minutes: Annotated[
        Double, Field(alias="downMinutes", description="Minutes that it was down.")
    ] = 0.0
