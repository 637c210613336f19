"""Figures in Prometheus' text format (0.0.4): pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from contracts.health.v1 import Instance, StreamLag, TargetState

from health.scheduler import Scheduler

_STATUSES = ("ok", "warn", "bad", "unknown")
_UP = frozenset({"ok", "warn"})
Sample = tuple[Mapping[str, str], float | None]
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def text(
    targets: Sequence[TargetState], instances: Sequence[Instance], streams: Sequence[StreamLag]
) -> str:
    """Return every figure; labels never hold addresses or errors."""
    probed = [one for one in targets if one.status in _STATUSES]
    lines = [
        *_family("dezky_target_up", "gauge", ((_target(one), one.status in _UP) for one in probed)),
        *_family(
            "dezky_target_status",
            "gauge",
            (
                ({**_target(one), "status": status}, one.status == status)
                for one in probed
                for status in _STATUSES
            ),
        ),
        *_family(
            "dezky_target_latency_milliseconds",
            "gauge",
            ((_target(one), one.latency_ms) for one in probed),
        ),
        *_family(
            "dezky_target_certificate_days",
            "gauge",
            ((_target(one), one.certificate_days) for one in probed),
        ),
        *_family(
            "dezky_bus_instance_up",
            "gauge",
            ((_instance(one), one.status == "running") for one in instances),
        ),
        *_family(
            "dezky_bus_requests_total",
            "counter",
            ((_instance(one), one.requests) for one in instances),
        ),
        *_family(
            "dezky_bus_errors_total", "counter", ((_instance(one), one.errors) for one in instances)
        ),
        *_family(
            "dezky_bus_average_milliseconds",
            "gauge",
            ((_instance(one), one.average_ms) for one in instances),
        ),
        *_family(
            "dezky_outbox_waiting",
            "gauge",
            ((_instance(one), one.outbox_waiting) for one in instances),
        ),
        *_ingest(instances),
        *_family("dezky_stream_pending", "gauge", ((_stream(one), one.pending) for one in streams)),
        *_family(
            "dezky_stream_unacknowledged",
            "gauge",
            ((_stream(one), one.unacknowledged) for one in streams),
        ),
    ]
    return "\n".join([*lines, ""])


def schedule(scheduler: Scheduler) -> str:
    """Return how this instance keeps its schedule."""
    late = scheduler.lateness.percentile_ms(0.99)
    return "\n".join(
        [
            *_family("dezky_probes_total", "counter", [({}, scheduler.probes)]),
            *_family("dezky_probe_lateness_p99_milliseconds", "gauge", [({}, late)]),
            "",
        ]
    )


def _family(name: str, kind: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        if value is not None:
            shown = ",".join(f'{key}="{one.translate(_ESCAPES)}"' for key, one in labels.items())
            yield f"{name}{{{shown}}} {float(value):.15g}"


def _target(one: TargetState) -> dict[str, str]:
    return {"target": one.id, "group": one.group, "kind": one.kind}


def _instance(one: Instance) -> dict[str, str]:
    return {"service": one.service, "instance": one.id}


def _stream(one: StreamLag) -> dict[str, str]:
    return {"stream": one.stream, "durable": one.durable}


def _ingest(instances: Iterable[Instance]) -> Iterator[str]:
    """Tell what instances took over from upstreams since they started."""
    told = [
        ({"source": str(part.get("source", "")), "instance": one.id}, part)
        for one in instances
        if isinstance(part := one.figures.get("ingest"), dict)
    ]
    yield from _family(
        "dezky_ingest_events_total",
        "counter",
        (
            ({**labels, "outcome": outcome, "reason": reason}, count)
            for labels, part in told
            for outcome in ("published", "malformed", "skipped")
            for reason, count in _counts(part.get(outcome))
        ),
    )
    for name in ("redactions", "errors"):
        yield from _family(
            f"dezky_ingest_{name}_total",
            "counter",
            (
                ({**labels, "reason": reason}, count)
                for labels, part in told
                for reason, count in _counts(part.get(name))
            ),
        )
    lags = [(labels, _number(part.get("lagSeconds"))) for labels, part in told]
    yield from _family("dezky_ingest_lag_seconds", "gauge", lags)
    lasts = [(labels, _number(part.get("lastEventSeconds"))) for labels, part in told]
    yield from _family("dezky_ingest_last_event_timestamp_seconds", "gauge", lasts)


def _counts(value: Any) -> Iterator[tuple[str, float | None]]:
    for reason, count in (value if isinstance(value, dict) else {"": value}).items():
        yield str(reason), _number(count)


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) else None
