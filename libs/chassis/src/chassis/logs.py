"""Log events with fields: JSON in containers, readable on a terminal."""

import logging
import sys
from typing import Literal

import structlog
from bus import request_id
from bus.tracing import trace_id
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor, WrappedLogger

_LEVELS = logging.getLevelNamesMapping()


def configure(
    service: str, *, level: str = "info", style: Literal["auto", "json", "console"] = "auto"
) -> None:
    """Send structlog and the standard library's logs through one formatter to standard output."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(service),
        _with_cause,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(readable=style == "console" or (style == "auto" and _is_terminal())),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(_LEVELS[level.upper()])
    logging.captureWarnings(capture=True)
    # The driver narrates every command at debug and every heartbeat at info.
    logging.getLogger("pymongo").setLevel(logging.WARNING)


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _rendering(*, readable: bool) -> list[Processor]:
    """Tracebacks never show local variables: those hold payloads and secrets."""
    if readable:
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    exceptions = ExceptionDictTransformer(show_locals=False)
    return [
        structlog.processors.ExceptionRenderer(exceptions),
        structlog.processors.JSONRenderer(),
    ]


def _named(service: str) -> Processor:
    """Name the service; not by a context variable, which the drivers' threads wouldn't have."""

    def name(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event.setdefault("service", service)
        return event

    return name


def _with_cause(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Name trace and request, so that a line leads to its request and its audit entry."""
    for name, value in (("trace_id", trace_id()), ("request_id", request_id())):
        if value:
            event.setdefault(name, value)
    return event
