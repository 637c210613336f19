"""The access log: the same fields as every line, at the level that is wanted."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from gateway.access_log import AccessLog
from gateway.settings import Settings

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


def noted(*, status=200, route="/tenants/{slug}", **settings):
    stream = StringIO()
    log = AccessLog(stream, Settings(**settings), clock=lambda: MOMENT)
    log.note(
        method="GET", route=route, status=status, milliseconds=1.26, request_id="r", actor_id="a"
    )
    return stream.getvalue()


class TestNote:
    def test_json_line_reads_like_the_others(self):
        """One object a line, with time, level, service and trace."""
        assert json.loads(noted(log_format="json")) == {
            "event": "request",
            "level": "info",
            "timestamp": "2026-01-02T03:04:05.678901Z",
            "service": "gateway",
            "method": "GET",
            "route": "/tenants/{slug}",
            "status": 200,
            "ms": 1.3,
            "request_id": "r",
            "trace_id": "",
            "actor_id": "a",
        }

    def test_readable_line_is_for_people(self):
        """On a terminal nobody wants to read JSON."""
        assert "GET /tenants/{slug} 200 1.3 ms" in noted(log_format="console")

    def test_no_terminal_is_json(self):
        """A container's output is collected."""
        assert noted().startswith("{")

    def test_server_errors_are_warnings(self):
        """They are found by their level."""
        assert json.loads(noted(status=503))["level"] == "warning"

    @pytest.mark.parametrize(("status", "lines"), [(200, 0), (503, 1)])
    def test_level_is_respected(self, status, lines):
        """Who wants warnings only gets warnings only."""
        assert noted(status=status, log_level="warning").count("\n") == lines

    def test_probes_are_not_worth_a_line(self):
        """They ask every few seconds."""
        assert noted(route="/health") == ""
