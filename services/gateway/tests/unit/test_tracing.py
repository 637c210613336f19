"""Traces with and without an SDK."""

import pytest
from bus.tracing import trace_id
from gateway import tracing
from opentelemetry import trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


class TestAnswering:
    def test_callers_trace_is_continued(self):
        """The trace of whoever calls goes on."""
        with tracing.answering("GET", traceparent=PARENT, tracestate=""):
            assert trace_id() == TRACE

    def test_each_request_has_its_own(self):
        """Without a caller's trace, none is shared."""
        found = set()
        for _ in range(3):
            with tracing.answering("GET", traceparent="", tracestate=""):
                found.add(trace_id())
        assert len(found) == 3

    def test_nothing_is_left_behind(self):
        """The next request doesn't inherit it."""
        with tracing.answering("GET", traceparent=PARENT, tracestate=""):
            pass
        assert trace_id() == ""


class TestDescribe:
    @pytest.fixture
    def spans(self, monkeypatch):
        exporter = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(exporter))
        monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("gateway"))
        return exporter

    def test_span_is_named_for_its_route(self, spans):
        """With an SDK a collector sees the request as a server span of the caller's trace."""
        with tracing.answering("GET", traceparent=PARENT, tracestate="") as span:
            tracing.describe(span, method="GET", route="/tenants/{slug}", status=503, seconds=0.1)
        (ended,) = spans.get_finished_spans()
        assert (ended.name, ended.kind) == ("GET /tenants/{slug}", trace.SpanKind.SERVER)
        assert f"{ended.context.trace_id:032x}" == TRACE
        assert dict(ended.attributes) == {
            "http.request.method": "GET",
            "http.response.status_code": 503,
            "http.route": "/tenants/{slug}",
        }
        assert ended.status.status_code is trace.StatusCode.ERROR

    def test_duration_is_measured(self, monkeypatch):
        """By route and status, for whoever draws curves."""
        reader = InMemoryMetricReader()
        meter = MeterProvider([reader]).get_meter("gateway")
        monkeypatch.setattr(tracing, "_duration", meter.create_histogram("d"))
        with tracing.answering("GET", traceparent="", tracestate="") as span:
            tracing.describe(span, method="GET", route="/me", status=200, seconds=0.25)
        (scope,) = reader.get_metrics_data().resource_metrics[0].scope_metrics
        (point,) = scope.metrics[0].data.data_points
        assert (point.sum, point.attributes["http.route"]) == (0.25, "/me")
