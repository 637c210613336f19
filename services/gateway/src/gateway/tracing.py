"""The trace and the measure of a request; the gateway's only use of OpenTelemetry."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import context, metrics, trace
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_SERVER_ERROR = 500

_tracer = trace.get_tracer("gateway")
_duration = metrics.get_meter("gateway").create_histogram(
    "http.server.request.duration", unit="s", description="Duration of requests"
)
# Not the configured propagators: baggage from outside must not travel over the bus.
_propagator = TraceContextTextMapPropagator()
_random = random.SystemRandom()


@contextmanager
def answering(method: str, *, traceparent: str, tracestate: str) -> Iterator[Span]:
    """Span a request. Without an SDK there is a trace id nevertheless, for the audit entries."""
    parent = context.Context()
    if traceparent:
        carried = {"traceparent": traceparent, "tracestate": tracestate}
        parent = _propagator.extract(carried, parent)
    span = _tracer.start_span(method, context=parent, kind=SpanKind.SERVER)
    if not span.get_span_context().is_valid:
        span = NonRecordingSpan(_made())
    token = context.attach(trace.set_span_in_context(span))
    try:
        yield span
    finally:
        context.detach(token)
        span.end()


def describe(span: Span, *, method: str, route: str, status: int, seconds: float) -> None:
    """Tell a collector what was asked and how it ended (HTTP semantic conventions)."""
    said: dict[str, str | int] = {
        "http.request.method": method,
        "http.response.status_code": status,
        "http.route": route,
    }
    _duration.record(seconds, said)
    if not span.is_recording():
        return
    span.update_name(f"{method} {route}".strip())
    span.set_attributes(said)
    if status >= _SERVER_ERROR:
        span.set_status(Status(StatusCode.ERROR))


def _made() -> SpanContext:
    # Zero is no valid id (W3C Trace Context §3.2.2.3): chance never gives it.
    return SpanContext(
        trace_id=_random.getrandbits(128),
        span_id=_random.getrandbits(64),
        is_remote=False,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )
