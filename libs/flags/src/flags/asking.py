"""Who may ask for whom, the same over the bus and at the door."""

from collections.abc import Mapping
from typing import Any

from chassis import scope_of
from contracts.faults import NotFound
from contracts.platform.v1 import Actor

from flags.contexts import ensure_small
from flags.subject import Subject
from flags.watching import Flags


class TenantNotFound(NotFound):
    """No such tenant, or none that the caller may know of."""

    reason = "tenant_not_found"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no tenant {slug}.")


async def subject_for(
    actor: Actor | None, flags: Flags, slug: str, context: Mapping[str, Any]
) -> Subject:
    """Return the tenant that `actor` asks about; others' tenants don't exist for them."""
    ensure_small(context)
    if not scope_of(actor).sees(slug) or not await flags.look_up(slug):
        raise TenantNotFound(slug)
    return flags.subject(slug, context)
