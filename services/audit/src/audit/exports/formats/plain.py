"""Entries as the API shows them, one JSON text a line: pure."""

import json
from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "index",
    "id",
    "at",
    "receivedAt",
    "sequence",
    "actorType",
    "actorId",
    "actorEmail",
    "actorName",
    "actorIp",
    "action",
    "outcome",
    "resourceType",
    "resourceId",
    "resourceName",
    "tenantSlug",
    "partnerSlug",
    "source",
    "externalId",
    "traceId",
    "metadata",
    "schemaVersion",
    "schemaFault",
)


def plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of an entry in their order; what it lacks is left out."""
    return {name: entry[name] for name in COLUMNS if name in entry}


def row(entry: Mapping[str, Any]) -> bytes:
    """Return the line."""
    return line(plain(entry))


def line(value: Mapping[str, Any]) -> bytes:
    """Return a JSON object as a line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
