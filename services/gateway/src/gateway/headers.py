"""A request's headers, read once."""

from collections.abc import Mapping

from starlette.types import Scope

RequestHeaders = Mapping[str, str]


def read(scope: Scope) -> RequestHeaders:
    """Return them by lower-case name; several of one name are one list (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found
