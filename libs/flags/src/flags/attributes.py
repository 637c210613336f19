"""Reading an attribute of a subject: what the directory says, else what the caller adds."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from flags.subject import Subject

Reader = Callable[[Subject], Any]

_OF_THE_TENANT = {
    # OpenFeature's name for whom a flag is evaluated for: here, the tenant.
    "targetingKey": "tenant_slug",
    "tenantSlug": "tenant_slug",
    "tenantId": "tenant_id",
    "plan": "plan",
    "partnerSlug": "partner_slug",
    "environment": "environment",
}


def reader(name: str) -> Reader:
    """Return what reads `name`; None is absent. Dots step into objects of the context."""
    field = _OF_THE_TENANT.get(name)
    if field is not None:
        return attrgetter(field)
    first, *rest = name.split(".")
    if not rest:
        return lambda subject: subject.context.get(first)

    def nested(subject: Subject) -> Any:
        held = subject.context.get(first)
        for step in rest:
            held = held.get(step) if isinstance(held, Mapping) else None
        return held

    return nested


def as_text(value: Any) -> str | None:
    """Return a scalar as text, the same for 1 and 1.0; None for what is no scalar."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else None
