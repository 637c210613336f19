"""Entries as events of the Open Cybersecurity Schema Framework 1.4: pure.

Who signs in or out is class Authentication (3002); everything else is API Activity (6003).
"""

import ipaddress
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from audit.exports.formats.plain import line

Event = dict[str, Any]
_VERSION = "1.4.0"
_AUTHENTICATION, _ACTIVITY = (3, 3002), (6, 6003)
_OTHER = 99
_SIGN_IN = re.compile(r"(^|[._])(signed_in|login|login_failed|logon)$")
_SIGN_OUT = re.compile(r"(^|[._])(signed_out|logout|logoff)$")
_VERBS = {"created": 1, "added": 1, "updated": 3, "changed": 3, "deleted": 4, "removed": 4}
# Outcome: status (1 success, 2 failure), severity (1 informational, 2 low, 3 medium).
_OUTCOMES = {"success": (1, 1), "failure": (2, 2), "denied": (2, 3)}


def row(entry: Mapping[str, Any]) -> bytes:
    """Return the event."""
    user = _user(entry)
    told = _authentication(entry, user) if user else None
    return line(told or _activity(entry, user))


def _authentication(entry: Mapping[str, Any], user: Event) -> Event | None:
    activity = 1 if _SIGN_IN.search(entry["action"]) else 0
    activity = 2 if _SIGN_OUT.search(entry["action"]) else activity
    if not activity:
        return None
    service = {"name": entry["source"]}
    event = _base(entry, _AUTHENTICATION, activity) | {"user": user, "service": service}
    if ip := _ip(entry):
        event["src_endpoint"] = {"ip": ip}
    return event


def _activity(entry: Mapping[str, Any], user: Event) -> Event:
    activity = _VERBS.get(re.split(r"[._]", entry["action"])[-1], _OTHER)
    event = _base(entry, _ACTIVITY, activity) | {
        "actor": {"user": user} if user else {"app_name": entry["source"]},
        "api": {"operation": entry["action"], "service": {"name": entry["source"]}},
        # Required: where the call came from, if only by the system's name.
        "src_endpoint": {"ip": ip} if (ip := _ip(entry)) else {"svc_name": entry["source"]},
    }
    resource = {
        name: entry[field]
        for name, field in (("uid", "resourceId"), ("name", "resourceName"))
        if entry.get(field)
    }
    if resource:
        kind = entry.get("resourceType")
        event["resources"] = [resource | ({"type": kind} if kind else {})]
    return event


def _base(entry: Mapping[str, Any], kind: tuple[int, int], activity: int) -> Event:
    category, class_uid = kind
    status, severity = _OUTCOMES[entry["outcome"]]
    metadata: Event = {
        "version": _VERSION,
        "product": {"name": "Dezky", "vendor_name": "Dezky"},
        "uid": entry["id"],
        "event_code": entry["action"],
        "log_name": entry["source"],
        "logged_time": _milliseconds(entry["receivedAt"]),
        "original_time": entry["at"],
        "sequence": entry["index"],
    }
    for name, field in (("correlation_uid", "traceId"), ("tenant_uid", "tenantSlug")):
        if entry.get(field):
            metadata[name] = entry[field]
    return {
        "category_uid": category,
        "class_uid": class_uid,
        "activity_id": activity,
        "activity_name": entry["action"],
        "type_uid": class_uid * 100 + activity,
        "time": _milliseconds(entry["at"]),
        "severity_id": severity,
        "status_id": status,
        "status_detail": entry["outcome"],
        "metadata": metadata,
        "unmapped": {
            name: entry[name]
            for name in ("actorType", "partnerSlug", "externalId", "metadata", "schemaFault")
            if entry.get(name)
        },
    }


def _user(entry: Mapping[str, Any]) -> Event:
    """Return who acted; empty when nobody is told, for then no user may be said."""
    email = entry.get("actorEmail", "")
    user = {"uid": entry.get("actorId", ""), "full_name": entry.get("actorName", "")}
    user["email_addr"] = email if "@" in email else ""
    user["name"] = email or entry.get("actorName", "")
    return {name: value for name, value in user.items() if value}


def _ip(entry: Mapping[str, Any]) -> str:
    try:
        return str(ipaddress.ip_address(entry.get("actorIp", "")))
    except ValueError:
        return ""


def _milliseconds(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1000)
