"""Traces across the bus."""

import pytest
from bus import Client, Consumer, Publication, Service
from bus.tracing import inject, trace_id
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode


@pytest.fixture(scope="session")
def exporter():
    """Give where spans end up; the provider is one for the whole process."""
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        trace.set_tracer_provider(TracerProvider())
    exporter = InMemorySpanExporter()
    trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(exporter))
    return exporter


@pytest.fixture
def spans(exporter):
    """Give the spans of this test."""
    exporter.clear()
    return exporter.get_finished_spans


@pytest.fixture
def tracer(spans):  # noqa: ARG001 - spans before the tracer
    """Give a tracer."""
    return trace.get_tracer("tests")


@pytest.fixture
def connection(memory_line):
    """Give a connection to a bus in memory."""
    return memory_line.connection


class TestCall:
    async def test_one_trace(self, connection, greeting, tracer, spans, collected):
        """Caller, call and service are one trace, each the parent of the next."""

        async def greet(_request):
            collected(trace_id())
            return greeting.Response(text="")

        service = Service(connection, name="greeting", version="1.0.0")
        service.add(greeting.GREET, greet)
        await service.start()
        with tracer.start_as_current_span("caller") as caller:
            await Client(connection).call(greeting.GREET, greeting.Request(name="x"))
            expected = trace_id()
        await service.stop()
        assert collected.items == [expected]
        assert len(expected) == 32
        by_kind = {span.kind: span for span in spans()}
        call, serving = by_kind[SpanKind.CLIENT], by_kind[SpanKind.SERVER]
        assert call.parent.span_id == caller.get_span_context().span_id
        assert serving.parent.span_id == call.get_span_context().span_id

    async def test_failed(self, connection, greeting, spans):
        """A refused call is marked with its reason on the service's span."""
        service = Service(connection, name="greeting", version="1.0.0")
        service.add(greeting.GREET, None)
        await service.start()
        await connection.request(greeting.GREET.subject, b"{")
        await service.stop()
        (status,) = [span.status for span in spans()]
        assert (status.status_code, status.description) == (StatusCode.ERROR, "422:malformed")


class TestStream:
    async def consume(self, connection, count, collected):
        async def handle(deliveries):
            for delivery in deliveries:
                collected((trace_id(), delivery.headers["traceparent"]))

        consumer = Consumer(connection, stream="AUDIT", durable="audit", handler=handle)
        await consumer.start()
        await collected.of(count)
        await consumer.stop()

    async def test_one_message(self, connection, tracer, spans, collected):
        """The work on a single message belongs to its sender's trace."""
        with tracer.start_as_current_span("sender"):
            expected = trace_id()
            await connection.append("audit.a._.b", b"{}")
        await self.consume(connection, 1, collected)
        assert collected.items[0][0] == expected
        kinds = {span.name: span.kind for span in spans()}
        assert kinds["append audit.a._.b"] is SpanKind.PRODUCER
        assert kinds["consume AUDIT.audit"] is SpanKind.CONSUMER

    async def test_recorded_earlier(self, connection, tracer, collected):
        """An entry from the outbox belongs to the trace of its change, not of the relay."""
        headers = {}
        with tracer.start_as_current_span("change"):
            inject(headers)
            expected = trace_id()
        with tracer.start_as_current_span("relay"):
            await connection.append("audit.a._.b", b"{}", headers=headers)
        await self.consume(connection, 1, collected)
        assert collected.items[0][0] == expected

    async def test_batch(self, connection, tracer, spans, collected):
        """The work on a batch is a trace of its own, linked to every sender."""
        senders = []
        for _ in range(3):
            with tracer.start_as_current_span("sender"):
                senders.append(trace_id())
                await connection.append_many([Publication("audit.a._.b", b"{}")])
        await self.consume(connection, 3, collected)
        (work,) = [span for span in spans() if span.kind is SpanKind.CONSUMER]
        assert {f"{link.context.trace_id:032x}" for link in work.links} == set(senders)
        assert {f"{work.context.trace_id:032x}"} == {seen for seen, _ in collected.items}
        assert f"{work.context.trace_id:032x}" not in senders


class TestTraceId:
    def test_none(self):
        """Without a trace there is no id."""
        assert trace_id() == ""
