"""Reads OAuth parameters: each at most once (RFC 6749 §3.1 and §3.2)."""

from collections.abc import Iterable

from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"


class Refused(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """An OAuth error answer: RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6."""

    def __init__(self, error: str, description: str, *, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


def once(pairs: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Refuse a parameter that stands twice; empty ones count as left out."""
    parameters: dict[str, str] = {}
    for name, value in pairs:
        if name in parameters:
            raise Refused("invalid_request", f"The parameter {name} stands twice.")
        parameters[name] = value if isinstance(value, str) else ""
    return {name: value for name, value in parameters.items() if value}


async def form_of(request: Request) -> dict[str, str]:
    """Read a form body, nothing else."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused("invalid_request", f"The body must be {FORM}.")
    async with request.form() as form:
        return once(form.multi_items())
