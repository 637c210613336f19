"""Spans around what crosses the bus; the only importer of OpenTelemetry here."""

from collections.abc import Iterable, Mapping, MutableMapping
from types import TracebackType
from typing import Self

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PARENT = "traceparent"
# Enough to find the senders of a batch; a link for each of 500 would cost more than the work.
_MOST_LINKS = 64

_NOTHING = Context()
_tracer = trace.get_tracer("bus")
# Not the global propagator: baggage of strangers stays outside.
_propagator = TraceContextTextMapPropagator()


class Spanned:
    """The current span inside of a `with`; cheaper than OpenTelemetry's own way of saying so."""

    __slots__ = ("_span", "_token", "context")

    def __init__(
        self, name: str, kind: SpanKind, *, within: Context | None, links: Iterable[Link] = ()
    ) -> None:
        self._span = _tracer.start_span(name, within, kind, links=tuple(links))
        self.context = trace.set_span_in_context(self._span, within)

    def __enter__(self) -> Self:
        self._token = context.attach(self.context)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        context.detach(self._token)
        if error is not None and self._span.is_recording():
            self._span.record_exception(error)
            self._span.set_status(Status(StatusCode.ERROR, type(error).__name__))
        self._span.end()


def inject(headers: MutableMapping[str, str]) -> None:
    """Put the current trace into a message's headers."""
    _propagator.inject(headers)


def trace_id() -> str:
    """Return the current trace's id as 32 hex digits, empty without a trace."""
    current = trace.get_current_span().get_span_context()
    return f"{current.trace_id:032x}" if current.is_valid else ""


def calling(subject: str, headers: MutableMapping[str, str]) -> Spanned:
    """Span a request, and hand its trace to whoever answers."""
    return _handing_on(Spanned(subject, SpanKind.CLIENT, within=None), headers)


def serving(subject: str, headers: Mapping[str, str]) -> Spanned:
    """Span the answering of a request, within the caller's trace."""
    return Spanned(subject, SpanKind.SERVER, within=_extract(headers))


def appending(subject: str, headers: MutableMapping[str, str]) -> Spanned:
    """Span an append, within the trace of the change that caused it if the headers say which."""
    cause = _extract(headers) if _PARENT in headers else None
    return _handing_on(Spanned(f"append {subject}", SpanKind.PRODUCER, within=cause), headers)


def consuming(name: str, batch: Iterable[Mapping[str, str]]) -> Spanned:
    """Span a consumer's work: within its sender's trace when it is one message, else linked."""
    carried = [headers for headers in batch if _PARENT in headers]
    if len(carried) == 1:
        return Spanned(f"consume {name}", SpanKind.CONSUMER, within=_extract(carried[0]))
    senders = {headers[_PARENT]: headers for headers in carried[:_MOST_LINKS]}
    links = (Link(_span_context(headers)) for headers in senders.values())
    return Spanned(f"consume {name}", SpanKind.CONSUMER, within=_NOTHING, links=links)


def mark_failed(reason: str) -> None:
    """Say on the current span why it failed."""
    trace.get_current_span().set_status(Status(StatusCode.ERROR, reason))


def _handing_on(span: Spanned, headers: MutableMapping[str, str]) -> Spanned:
    _propagator.inject(headers, span.context)
    return span


def _span_context(headers: Mapping[str, str]) -> trace.SpanContext:
    return trace.get_current_span(_extract(headers)).get_span_context()


def _extract(headers: Mapping[str, str]) -> Context:
    return _propagator.extract(headers, _NOTHING)
