"""Entries as CloudEvents 1.0, JSON format: pure. Extensions are those that intake reads (0091)."""

from collections.abc import Mapping
from typing import Any

from audit.exports.formats.plain import line, plain

_EXTENSIONS = ("tenantSlug", "partnerSlug", "outcome", "actorType")


def row(entry: Mapping[str, Any]) -> bytes:
    """Return the event; it is the entry's, and its data the whole entry."""
    event = {
        "specversion": "1.0",
        "id": entry["id"],
        "source": f"/audit/{entry['source']}",
        "type": entry["action"],
        "time": entry["at"],
        "datacontenttype": "application/json",
    }
    if entry.get("resourceId"):
        event["subject"] = entry["resourceId"]
    event |= {name.lower(): entry[name] for name in _EXTENSIONS if entry.get(name)}
    return line({**event, "data": plain(entry)})
