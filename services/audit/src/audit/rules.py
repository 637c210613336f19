"""From a delivery to an entry, or the reason why it is none: pure."""

import re
import uuid
from datetime import datetime

from bus import subjects
from contracts.audit.v1 import Entry, Publication
from contracts.faults import NotFound
from pydantic import ValidationError

# Entries without an id are identified by their place in the stream: the same on redelivery.
_PLACES = uuid.UUID("2f6b1c52-6b0c-4f0a-9a57-6b5f0f3d2c11")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64


class EntryNotFound(NotFound):
    """No such entry, or none that the caller may see."""

    reason = "entry_not_found"


class Refused(ValueError):  # noqa: N818 - faults state the fact
    """The message is no audit entry; its text is the dead letter's reason."""


def entry_of(subject: str, payload: bytes, *, sequence: int, received_at: datetime) -> Entry:
    """Build the entry that a message tells; raise `Refused` when it tells none.

    The subject names source, tenant and action; a body that says otherwise is refused, for
    permissions guard subjects and nothing guards bodies.
    """
    try:
        place = subjects.parse_audit(subject)
    except ValueError as error:
        raise Refused(str(error)) from error
    try:
        told = Publication.parse(payload)
    except ValidationError as error:
        raise Refused(_reasons(error)) from error
    for field, said, meant in (
        ("action", told.action, place.action),
        ("tenantSlug", told.tenant_slug, place.tenant or ""),
        ("source", told.source, place.source),
    ):
        if said is not None and said != meant:
            raise Refused(f"{field}: the body says {said!r}, the subject says {meant!r}")
    stamp = f"{received_at.isoformat()}|{sequence}"
    given = {
        name: value
        for name in Publication.model_fields
        if (value := getattr(told, name)) is not None
    }
    defaults = {
        "id": str(uuid.uuid5(_PLACES, stamp)),
        "at": received_at,
        "actor_type": "external",
        "outcome": "success",
    }
    settled = {
        "received_at": received_at,
        "sequence": sequence,
        "action": place.action,
        "tenant_slug": place.tenant or "",
        "source": place.source,
        "actor_email": (told.actor_email or "").lower(),
    }
    try:
        return Entry.model_validate(defaults | given | settled)
    except ValidationError as error:
        raise Refused(_reasons(error)) from error


def words(*texts: str) -> list[str]:
    """Return the distinct words of these texts, lower case: what free text finds."""
    found = {word[:_LONGEST_WORD] for text in texts for word in _WORD.findall(text.lower())}
    return sorted(found)


def action_paths(action: str) -> list[str]:
    """Return the action and each of its prefixes: `tenant.*` is then equality on an index."""
    parts = action.split(".")
    return [f"{'.'.join(parts[:length])}.*" for length in range(1, len(parts))] + [action]


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}"
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    )
