"""A target as the last probe left it: kept, and told to the other instances."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from health.results.finding import Finding, Result
from health.results.machine import Standing, Status, Thresholds, advance


class Live(BaseModel):
    """Everything the next probe, on whatever instance, must know of the ones before."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    status: Status
    since: datetime
    recent: tuple[Result, ...] = ()
    flips: tuple[datetime, ...] = ()
    checked_at: datetime | None = None
    latency_ms: float | None = None
    certificate_days: float | None = None
    error: str = ""

    @property
    def standing(self) -> Standing:
        """The part that decides about the status."""
        return Standing(status=self.status, since=self.since, recent=self.recent, flips=self.flips)

    def after(self, finding: Finding, thresholds: Thresholds) -> Self:
        """Return what it is after one more probe."""
        next_one = advance(self.standing, finding.result, finding.at, thresholds)
        return self.model_copy(
            update={
                "status": next_one.status,
                "since": next_one.since,
                "recent": next_one.recent,
                "flips": next_one.flips,
                "checked_at": finding.at,
                "latency_ms": finding.latency_ms,
                "certificate_days": finding.certificate_days,
                "error": finding.error,
            }
        )
