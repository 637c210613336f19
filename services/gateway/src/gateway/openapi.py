"""The description of the whole door (OpenAPI 3.1), made once."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway import health, schemas
from gateway.endpoints import endpoints

_ABOUT = """\
Errors are `application/problem+json` with a stable `reason`. Lists page with `cursor`. Changes take
an optional `Idempotency-Key`; PATCH needs `If-Match` with the version it is based on.
"""


class Described(FastAPI):
    """FastAPI, describing more than it could know by itself."""

    def openapi(self) -> dict[str, Any]:
        """Return the description."""
        if not self.openapi_schema:
            self.openapi_schema = _complete(
                get_openapi(
                    title=self.title,
                    version=self.version,
                    description=_ABOUT,
                    routes=self.routes,
                    separate_input_output_schemas=False,
                )
            )
        return self.openapi_schema


def _complete(said: dict[str, Any]) -> dict[str, Any]:
    components = said.setdefault("components", {})
    known = components.setdefault("schemas", {})
    for endpoint in endpoints():
        _add(known, schemas.components(endpoint))
    _add(known, schemas.problem_schemas())
    said["paths"][health.PATH] = health.DESCRIPTION
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": (
                "An access token of one of the configured issuers, or an API key: dezky_…"
            ),
        }
    }
    return said


def _add(known: dict[str, Any], more: dict[str, Any]) -> None:
    for name, schema in more.items():
        if known.setdefault(name, schema) != schema:
            raise ValueError(f"two different messages are both called {name}")
