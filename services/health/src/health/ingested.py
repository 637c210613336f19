"""What instances took over from upstreams since they started, for Prometheus: pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.health.v1 import Instance

from health.families import counter, gauge


def families(instances: Iterable[Instance]) -> Iterator[str]:
    """Return outcomes, reasons, redactions, errors, lag and last event; oddities are nothing."""
    told = [
        ({"source": str(part.get("source", "")), "instance": one.id}, part)
        for one in instances
        if isinstance(part := one.figures.get("ingest"), dict)
    ]
    yield from counter(
        "ingest_events_total",
        "Events of an upstream, by what became of them.",
        [
            ({**labels, "outcome": outcome, "reason": reason}, count)
            for labels, part in told
            for outcome in ("published", "malformed", "skipped")
            for reason, count in _counts(part.get(outcome))
        ],
    )
    for name, about in (
        ("redactions", "Values that were left out of entries, by reason."),
        ("errors", "Failures of reading an upstream, by reason."),
    ):
        yield from counter(
            f"ingest_{name}_total",
            about,
            [
                ({**labels, "reason": reason}, count)
                for labels, part in told
                for reason, count in _counts(part.get(name))
            ],
        )
    yield from gauge(
        "ingest_lag_seconds",
        "How far a source is behind its upstream.",
        [(labels, _number(part.get("lagSeconds"))) for labels, part in told],
    )
    yield from gauge(
        "ingest_last_event_timestamp_seconds",
        "When the last event of an upstream happened.",
        [(labels, _number(part.get("lastEventSeconds"))) for labels, part in told],
    )


def _counts(value: Any) -> Iterator[tuple[str, float | None]]:
    for reason, count in (value if isinstance(value, dict) else {"": value}).items():
        yield str(reason), _number(count)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None
