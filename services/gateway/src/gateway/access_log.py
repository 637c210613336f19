"""One line for each request: what was asked, how it ended, how long it took, for whom.

Written here rather than by structlog: its way through the standard library would cost a fifth of
what answering costs. Format and fields are those of every other line.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

from bus.tracing import trace_id
from pydantic_core import to_json

from gateway.settings import Settings

_SERVER_ERROR = 500
_LEVELS = ("debug", "info", "warning", "error")
# Asked every few seconds by whoever watches: not worth a line each.
_QUIET = frozenset({"/health"})


class AccessLog:
    """Tells nothing that could be a secret: no query, no headers, no path but the route's."""

    def __init__(
        self, stream: TextIO, settings: Settings, *, clock: Callable[[], datetime]
    ) -> None:
        self._stream = stream
        self._service = settings.service
        self._threshold = _LEVELS.index(settings.log_level)
        self._readable = settings.log_format == "console" or (
            settings.log_format == "auto" and stream.isatty()
        )
        self._clock = clock

    def note(
        self,
        *,
        method: str,
        route: str,
        status: int,
        milliseconds: float,
        request_id: str,
        actor_id: str,
    ) -> None:
        """Write a line, if lines of its level are wanted."""
        level = "warning" if status >= _SERVER_ERROR else "info"
        if _LEVELS.index(level) < self._threshold or route in _QUIET:
            return
        moment = f"{self._clock().replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
        taken = round(milliseconds, 1)
        if self._readable:
            line = (
                f"{moment} [{level:<9}] request  {method} {route or '-'} {status} {taken} ms"
                f" actor_id={actor_id} request_id={request_id} trace_id={trace_id()}"
            )
        else:
            line = to_json(
                {
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": taken,
                    "actor_id": actor_id,
                    "event": "request",
                    "level": level,
                    "timestamp": moment,
                    "service": self._service,
                    "trace_id": trace_id(),
                    "request_id": request_id,
                }
            ).decode()
        self._stream.write(f"{line}\n")
        self._stream.flush()


def utc_now() -> datetime:
    """Return the time, to the microsecond as other lines have it."""
    return datetime.now(UTC)
