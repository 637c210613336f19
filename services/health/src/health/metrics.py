"""Figures in Prometheus' text format (0.0.4): pure."""

from collections.abc import Iterator, Sequence

from contracts.health.v1 import Instance, StreamLag, TargetState

from health import ingested
from health.families import counter, gauge
from health.scheduler import Scheduler

_STATUSES = ("ok", "warn", "bad", "unknown")
_UP = frozenset({"ok", "warn"})


def text(
    targets: Sequence[TargetState], instances: Sequence[Instance], streams: Sequence[StreamLag]
) -> str:
    """Return what is known of everybody; labels never hold addresses or errors."""
    lines = [
        *_targets([one for one in targets if one.status in _STATUSES]),
        *_instances(instances),
        *ingested.families(instances),
        *_streams(streams),
    ]
    return "\n".join([*lines, ""])


def own(scheduler: Scheduler, *, open_incidents: int) -> str:
    """Return how health itself does, this instance's schedule included."""
    lines = [
        *gauge("incidents_open", "Incidents that are open.", [({}, open_incidents)]),
        *counter("probes_total", "Probes by this instance.", [({}, scheduler.probes)]),
        *gauge(
            "probe_lateness_p99_milliseconds",
            "How late 99 of 100 probes of this instance began at most.",
            [({}, scheduler.lateness.percentile_ms(0.99))],
        ),
    ]
    return "\n".join([*lines, ""])


def _targets(targets: Sequence[TargetState]) -> Iterator[str]:
    rows = [({"target": one.id, "group": one.group, "kind": one.kind}, one) for one in targets]
    yield from gauge(
        "target_up",
        "1 while a target answers as it should, slowly or not.",
        [(labels, one.status in _UP) for labels, one in rows],
    )
    yield from gauge(
        "target_status",
        "1 for the status that a target has.",
        [
            ({**labels, "status": status}, one.status == status)
            for labels, one in rows
            for status in _STATUSES
        ],
    )
    yield from gauge(
        "target_latency_milliseconds",
        "What the last probe took.",
        [(labels, one.latency_ms) for labels, one in rows],
    )
    yield from gauge(
        "target_certificate_days",
        "How many days its certificate is still valid.",
        [(labels, one.certificate_days) for labels, one in rows],
    )
    yield from gauge(
        "target_in_maintenance",
        "1 while a maintenance window covers a target.",
        [(labels, one.in_maintenance) for labels, one in rows],
    )
    yield from gauge(
        "target_affected",
        "1 while a target fails because of another.",
        [(labels, bool(one.affected_by)) for labels, one in rows],
    )


def _instances(instances: Sequence[Instance]) -> Iterator[str]:
    rows = [({"service": one.service, "instance": one.id}, one) for one in instances]
    yield from gauge(
        "bus_instance_up",
        "1 while an instance answers on the bus; 0 once it has drained or vanished.",
        [(labels, one.status == "running") for labels, one in rows],
    )
    yield from gauge(
        "bus_instance_info",
        "1, with what is known of an instance.",
        [({**labels, "version": one.version, "status": one.status}, 1) for labels, one in rows],
    )
    yield from gauge(
        "bus_uptime_seconds",
        "From an instance's start until it last answered.",
        [(labels, one.uptime_seconds) for labels, one in rows],
    )
    yield from counter(
        "bus_requests_total",
        "Requests that an instance has answered.",
        [(labels, one.requests) for labels, one in rows],
    )
    yield from counter(
        "bus_errors_total",
        "Requests that an instance has refused or failed.",
        [(labels, one.errors) for labels, one in rows],
    )
    yield from gauge(
        "bus_average_milliseconds",
        "What a request took on average.",
        [(labels, one.average_ms) for labels, one in rows],
    )
    yield from gauge(
        "outbox_waiting",
        "Documents whose entries wait to be published.",
        [(labels, one.outbox_waiting) for labels, one in rows],
    )


def _streams(streams: Sequence[StreamLag]) -> Iterator[str]:
    rows = [({"stream": one.stream, "durable": one.durable}, one) for one in streams]
    yield from gauge(
        "stream_pending",
        "Messages that a durable reader hasn't been given yet.",
        [(labels, one.pending) for labels, one in rows],
    )
    yield from gauge(
        "stream_unacknowledged",
        "Messages that a durable reader was given and hasn't settled.",
        [(labels, one.unacknowledged) for labels, one in rows],
    )
