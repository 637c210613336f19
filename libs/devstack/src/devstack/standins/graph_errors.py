"""How oCIS' Graph API words a refusal."""

from typing import Any

from starlette.responses import JSONResponse, Response


def graph_error_body(code: str, message: str) -> dict[str, Any]:
    """Return the body."""
    inner = {"date": "2026-11-01T10:00:00Z", "request-id": "standin"}
    return {"error": {"code": code, "message": message, "innererror": inner}}


def graph_error(status: int, code: str, message: str) -> Response:
    """Return the answer."""
    return JSONResponse(graph_error_body(code, message), status_code=status)
