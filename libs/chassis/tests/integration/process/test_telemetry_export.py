"""Traces and metrics reach a collector over OTLP."""

import gzip
import signal
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from bus import subjects
from devstack.waiting import eventually
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class Collector:
    """Takes what is exported."""

    def __init__(self):
        self.traces = []
        self.metrics = []

    def take(self, path, body):
        """Parse an export."""
        if path == "/v1/traces":
            self.traces.append(ExportTraceServiceRequest.FromString(body))
        else:
            self.metrics.append(ExportMetricsServiceRequest.FromString(body))

    @property
    def services(self):
        """Return the names of the services whose spans came."""
        return {
            attribute.value.string_value
            for export in self.traces
            for spans in export.resource_spans
            for attribute in spans.resource.attributes
            if attribute.key == "service.name"
        }

    @property
    def spans(self):
        """Return the names of the spans of our trace."""
        return {
            span.name
            for export in self.traces
            for spans in export.resource_spans
            for scope in spans.scope_spans
            for span in scope.spans
            if span.trace_id.hex() == TRACE
        }

    @property
    def sums(self):
        """Return the latest figures by name."""
        return {
            metric.name: [point.as_int for point in metric.sum.data_points]
            for export in self.metrics
            for resource in export.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


@pytest.fixture
def collector():
    """Give an OTLP receiver, listening."""
    taken = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            taken.take(self.path, body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    taken.url = f"http://127.0.0.1:{server.server_port}"
    yield taken
    server.shutdown()
    server.server_close()


async def note(bus):
    """Call an rpc as part of a trace."""
    await bus.request(
        subjects.rpc("demo", "v1", "note"),
        b'{"text": "a"}',
        headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"},
        timeout_seconds=30,
    )


class TestConfigure:
    async def test_spans_and_figures_are_exported(self, bus, start, collector):
        """In the service's name, the caller's trace; what is left comes when it stops."""
        child = await start(OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
        await child.until("ready")
        await note(bus)
        await eventually(lambda: bus.key_value("directory").get("note.a"))
        child.signal(signal.SIGTERM)
        assert await child.exit_code() == 0
        assert collector.services == {"demo"}
        assert {"rpc.demo.v1.note", "append event.demo._.noted"} <= collector.spans
        assert collector.sums["outbox.published"] == [2]

    @pytest.mark.parametrize("backlog", [0, 100], ids=["refusing", "silent"])
    async def test_a_dead_collector_keeps_nobody(self, bus, start, backlog):
        """Requests are answered and the process ends."""
        with socket.socket() as dead:
            dead.bind(("127.0.0.1", 0))
            if backlog:
                dead.listen(backlog)
            port = dead.getsockname()[1]
            child = await start(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{port}")
            await child.until("ready")
            await note(bus)
            child.signal(signal.SIGTERM)
            assert await child.exit_code() == 0
