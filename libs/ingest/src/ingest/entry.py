"""Builds the audit entry of an upstream event, within what an entry may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.audit.v1 import Publication

from ingest.outcomes import Told
from ingest.redaction import Redactor
from ingest.values import address, fitting, sized, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The actor of an entry."""

    type: str
    id: Any = ""
    email: Any = ""
    name: Any = ""
    ip: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """The resource of an entry."""

    type: str = ""
    id: Any = ""
    name: Any = ""


def told(
    *,
    source: str,
    verb: str,
    at: datetime | None,
    actor: Who,
    resource: What,
    outcome: str,
    tenant: str | None,
    external_id: str,
    raw: Mapping[str, Any],
    redactor: Redactor,
    metadata: Mapping[str, Any] | None = None,
) -> Told:
    """Return the entry `<source>.<verb>`; the redacted event is kept in its metadata."""
    kept = redactor.redact(
        {
            "actor_name": text(actor.name),
            "resource_name": text(resource.name),
            "resource_id": text(resource.id),
            # Made to fit first: only then is its depth bounded.
            "raw": fitting(dict(raw)),
        }
    )
    publication = Publication.model_validate(
        {
            **({"at": at} if at else {}),
            "actor_type": actor.type,
            "actor_id": text(actor.id),
            "actor_email": text(actor.email),
            "actor_name": kept["actor_name"],
            "actor_ip": address(actor.ip),
            "action": f"{source}.{verb}",
            "outcome": outcome,
            "resource_type": text(resource.type, longest=200),
            "resource_id": kept["resource_id"],
            "resource_name": kept["resource_name"],
            "tenant_slug": tenant or "",
            "source": source,
            "external_id": external_id,
            "metadata": {**fitting(dict(metadata or {})), "raw": sized(kept["raw"])},
        }
    )
    return Told(publication, redactor.count)
