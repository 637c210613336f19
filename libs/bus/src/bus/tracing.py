"""Spans around what crosses the bus; the only importer of OpenTelemetry here."""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanKind, Status, StatusCode

_PARENT = "traceparent"
# Enough to find the senders of a batch; a link for each of 500 would cost more than the work.
_MOST_LINKS = 64

_tracer = trace.get_tracer("bus")


def inject(headers: MutableMapping[str, str]) -> None:
    """Put the current trace into a message's headers."""
    propagate.inject(headers)


def trace_id() -> str:
    """Return the current trace's id as 32 hex digits, empty without a trace."""
    current = trace.get_current_span().get_span_context()
    return f"{current.trace_id:032x}" if current.is_valid else ""


@contextmanager
def calling(subject: str, headers: MutableMapping[str, str]) -> Iterator[None]:
    """Span a request, and hand its trace to whoever answers."""
    with _span(subject, SpanKind.CLIENT, None):
        propagate.inject(headers)
        yield


@contextmanager
def serving(subject: str, headers: Mapping[str, str]) -> Iterator[None]:
    """Span the answering of a request, within the caller's trace."""
    with _span(subject, SpanKind.SERVER, _extract(headers)):
        yield


@contextmanager
def appending(subject: str, headers: MutableMapping[str, str]) -> Iterator[None]:
    """Span an append, within the trace of the change that caused it if the headers say which."""
    cause = _extract(headers) if _PARENT in headers else None
    with _span(f"append {subject}", SpanKind.PRODUCER, cause):
        propagate.inject(headers)
        yield


@contextmanager
def consuming(name: str, batch: Iterable[Mapping[str, str]]) -> Iterator[None]:
    """Span a consumer's work: within its sender's trace when it is one message, else linked."""
    carried = [headers for headers in batch if _PARENT in headers]
    if len(carried) == 1:
        with _span(f"consume {name}", SpanKind.CONSUMER, _extract(carried[0])):
            yield
        return
    senders = {headers[_PARENT]: headers for headers in carried[:_MOST_LINKS]}
    links = [Link(_context_of(headers)) for headers in senders.values()]
    with _span(f"consume {name}", SpanKind.CONSUMER, Context(), links):
        yield


def mark_failed(reason: str) -> None:
    """Say on the current span why it failed."""
    trace.get_current_span().set_status(Status(StatusCode.ERROR, reason))


def _context_of(headers: Mapping[str, str]) -> trace.SpanContext:
    return trace.get_current_span(_extract(headers)).get_span_context()


def _extract(headers: Mapping[str, str]) -> Context:
    return propagate.extract(headers, Context())


@contextmanager
def _span(
    name: str, kind: SpanKind, parent: Context | None, links: list[Link] | None = None
) -> Iterator[None]:
    with _tracer.start_as_current_span(name, context=parent, kind=kind, links=links):
        yield
