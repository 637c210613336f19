"""What a subject says of its entries; it is the same for each of them."""

from dataclasses import dataclass
from functools import lru_cache

from bus import subjects
from contracts.audit.v1 import Entry
from pydantic import ValidationError

from audit.rules import Refused, reasons
from audit.text import words

# Where the subject doesn't matter: an entry that only lacks what subjects say.
_REST = {
    "id": "00000000-0000-0000-0000-000000000000",
    "at": "1970-01-01T00:00:00Z",
    "receivedAt": "1970-01-01T00:00:00Z",
    "actorType": "external",
    "outcome": "success",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A subject taken apart, and what queries need of it."""

    source: str
    tenant_slug: str
    action: str
    action_paths: list[str]
    words: set[str]


@lru_cache(maxsize=4096)
def place_of(subject: str) -> Place:
    """Read a subject; raise `Refused` for one that no entry can have."""
    try:
        said = subjects.parse_audit(subject)
    except ValueError as error:
        raise Refused(str(error)) from error
    if said.tenant == subjects.SEVERAL_TENANTS:
        raise Refused(f"the subject's tenant is {said.tenant!r}, which only bulk subjects have")
    told = {"source": said.source, "tenantSlug": said.tenant or "", "action": said.action}
    try:
        Entry.model_validate(_REST | told)
    except ValidationError as error:
        raise Refused(f"the subject's {reasons(error)}") from error
    return Place(
        source=said.source,
        tenant_slug=said.tenant or "",
        action=said.action,
        action_paths=action_paths(said.action),
        words=words(said.action) | words(said.tenant or ""),
    )


def action_paths(action: str) -> list[str]:
    """Return the action and each of its prefixes: `tenant.*` is then equality on an index."""
    parts = action.split(".")
    return [f"{'.'.join(parts[:length])}.*" for length in range(1, len(parts))] + [action]
