"""What a source has done: counted for `$SRV.STATS`, for metrics and for the database."""

from collections import Counter
from datetime import datetime
from typing import Any

from chassis import now
from opentelemetry import metrics

from ingest.outcomes import Malformed, Outcome, Told

_MOST_REASONS = 200
_OTHER = "other"


class Figures:
    """One process's counts of one source; `take` hands over what is new since it was last asked."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._total: Counter[str] = Counter()
        self._new: Counter[str] = Counter()
        self.problem = ""
        self.last_event_at: datetime | None = None
        self.caught_up_at: datetime | None = None
        self._working_since: datetime | None = None
        self._told_problem = ""
        meter = metrics.get_meter("ingest")
        self._counter = meter.create_counter("ingest.events", description="Events, by outcome")
        self._signatures = meter.create_counter(
            "ingest.signature_rejected", description="Requests that nobody we know has signed"
        )
        meter.create_observable_gauge(
            "ingest.lag",
            callbacks=[self._observed],
            unit="s",
            description="Since everything that was known of had been published",
        )

    def outcome(self, outcome: Outcome) -> None:
        """Count an event by what became of it; call it once that is durable."""
        if isinstance(outcome, Told):
            self._count("published")
            self._count("redactions", outcome.redactions)
            at = outcome.publication.at
            if at and (self.last_event_at is None or at > self.last_event_at):
                self.last_event_at = at
        elif isinstance(outcome, Malformed):
            self._count("malformed")
        else:
            self._count(f"skipped.{_name(outcome.reason)}")

    def skipped(self, reason: str) -> None:
        """Count what isn't even an event."""
        self._count(f"skipped.{_name(reason)}")

    def failed(self, kind: str, problem: str) -> None:
        """Count a failure, and keep telling of it until something works again."""
        self._count(f"errors.{_name(kind)}")
        self.problem = problem

    def signature_rejected(self) -> None:
        """Count a request that was not signed by anybody we know."""
        self._count("errors.signature_rejected")
        self._signatures.add(1, {"source": self._source})

    def works(self, *, is_caught_up: bool) -> None:
        """Say that the upstream could be read."""
        self.problem = ""
        if is_caught_up:
            self.caught_up_at = now()

    def begin(self) -> None:
        """Say that this instance works from now on."""
        self._working_since = now()

    def rest(self) -> None:
        """Say that another instance works: its troubles are not ours to tell."""
        self.problem, self.caught_up_at, self._working_since = "", None, None

    def lag_seconds(self) -> float:
        """Return the time since everything that was known of had been published; 0 at rest."""
        since = self.caught_up_at or self._working_since
        return (now() - since).total_seconds() if since else 0.0

    @property
    def has_news(self) -> bool:
        """Say whether there is anything that was not taken yet."""
        return bool(self._new) or self.problem != self._told_problem

    def take(self) -> dict[str, int]:
        """Return what was counted since the last time."""
        self._told_problem = self.problem
        fresh, self._new = dict(self._new), Counter()
        return fresh

    def give_back(self, fresh: dict[str, int]) -> None:
        """Count again what couldn't be stored."""
        self._new.update(fresh)

    def tell(self) -> dict[str, Any]:
        """Return all of it, since this process started."""
        at = self.last_event_at
        return {
            "source": self._source,
            **nested(self._total),
            "lagSeconds": round(self.lag_seconds(), 3),
            "lastEventAt": at.isoformat() if at else None,
            "lastEventSeconds": at.timestamp() if at else None,
            "problem": self.problem,
        }

    def _count(self, what: str, amount: int = 1) -> None:
        if not amount:
            return
        kind, _, reason = what.partition(".")
        if reason and what not in self._total and len(self._total) >= _MOST_REASONS:
            what, reason = f"{kind}.{_OTHER}", _OTHER
        self._total[what] += amount
        self._new[what] += amount
        self._counter.add(amount, {"source": self._source, "outcome": kind, "reason": reason})

    def _observed(self, _options: metrics.CallbackOptions) -> list[metrics.Observation]:
        return [metrics.Observation(self.lag_seconds(), {"source": self._source})]


def nested(counts: dict[str, int]) -> dict[str, Any]:
    """Turn `skipped.reason: 1` into `skipped: {reason: 1}`."""
    told: dict[str, Any] = {"published": 0, "redactions": 0, "malformed": 0}
    told |= {"skipped": {}, "errors": {}}
    for name, count in counts.items():
        kind, _, reason = name.partition(".")
        if reason:
            told[kind][reason] = count
        else:
            told[kind] = count
    return told


def _name(reason: str) -> str:
    """A reason is a key in MongoDB, where dots and dollars mean something."""
    return reason.replace(".", "_").replace("$", "_").replace("\0", "_")[:100] or _OTHER
