"""Traces and metrics to an OTLP collector; nothing is imported or paid for without one."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from opentelemetry import metrics

from chassis.clock import now

# A collector that doesn't answer must not keep the process from ending.
_FLUSH_SECONDS = 3.0


class RelayFigures:
    """What a relay has done since it started; told by `$SRV.STATS`, and measured."""

    def __init__(self) -> None:
        self.moved = 0
        self.set_aside = 0
        # Documents whose entries couldn't be published yet.
        self.waiting = 0
        meter = metrics.get_meter("chassis")
        self._published = meter.create_counter("outbox.published", description="Entries published")
        self._refused = meter.create_counter(
            "outbox.unpublishable", description="Entries set aside"
        )
        self._delay = meter.create_histogram(
            "outbox.delay", unit="s", description="From the change to the stream's acknowledgement"
        )
        meter.create_observable_gauge(
            "outbox.waiting",
            callbacks=[self._observed],
            description="Documents whose entries wait for another try",
        )

    def published(self, *, since: datetime) -> None:
        """Count an entry, made at `since`."""
        self.moved += 1
        self._published.add(1)
        self._delay.record(max(0.0, (now() - since).total_seconds()))

    def unpublishable(self) -> None:
        """Count an entry that was set aside."""
        self.set_aside += 1
        self._refused.add(1)

    def tell(self) -> dict[str, int]:
        """Return all of it."""
        return {"published": self.moved, "waiting": self.waiting, "unpublishable": self.set_aside}

    def _observed(self, _options: metrics.CallbackOptions) -> Iterable[metrics.Observation]:
        return [metrics.Observation(self.waiting)]


def _nothing() -> None:
    """Stand in for a shutdown that has nothing to flush."""


def configure(service: str, *, otlp_endpoint: str) -> Callable[[], None]:
    """Export traces and metrics when an endpoint is set; return what flushes them at the end.

    The OpenTelemetry API without an SDK still carries the trace id, so entries and logs have it.
    """
    if not otlp_endpoint:
        return _nothing
    # Imported here: the SDK and its exporter would cost every service some 15 MB.
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # noqa: PLC0415
        OTLPMetricExporter,
    )
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.metrics import MeterProvider  # noqa: PLC0415
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    resource = Resource.create({"service.name": service})
    tracers = TracerProvider(resource=resource, shutdown_on_exit=False)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    meters = MeterProvider(
        resource=resource,
        metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())],
        shutdown_on_exit=False,
    )
    trace.set_tracer_provider(tracers)
    metrics.set_meter_provider(meters)

    def shutdown() -> None:
        flushing = [
            threading.Thread(target=provider.shutdown, daemon=True)
            for provider in (tracers, meters)
        ]
        for thread in flushing:
            thread.start()
        give_up_at = time.monotonic() + _FLUSH_SECONDS
        for thread in flushing:
            thread.join(max(0.0, give_up_at - time.monotonic()))

    return shutdown
