"""GET /health: whether this instance can answer anybody; nobody needs a token for it."""

from collections.abc import Callable

from contracts.faults import Fault
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.exchange import Exchange
from gateway.problems import MEDIA_TYPE, problem_response

PATH = "/health"

DESCRIPTION = {
    "get": {
        "tags": ["Health"],
        "operationId": "getHealth",
        "summary": "Say whether this instance can answer.",
        "description": "200 while it can; 503 while the bus or the directory is missing.",
        "security": [],
        "x-access": ["public"],
        "responses": {
            "200": {
                "description": "It can.",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": {"status": {"type": "string", "enum": ["ok"]}},
                            "required": ["status"],
                        }
                    }
                },
            },
            "503": {
                "description": "It can't.",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }
}

# Returns what is missing, None when nothing is.
Ailment = Callable[[], Fault | None]


def health_route(ailment: Ailment) -> APIRoute:
    """Return the route."""

    async def health(request: Request) -> Response:
        fault = ailment()
        if fault is None:
            return JSONResponse({"status": "ok"})
        return problem_response(fault, request_id=Exchange.of(request.scope).request_id)

    return APIRoute(PATH, health, methods=["GET", "HEAD"], include_in_schema=False)
