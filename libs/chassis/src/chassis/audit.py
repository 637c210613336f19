"""Builds audit entries from the caller's context, ready for the outbox."""

from collections.abc import Mapping
from typing import Any

from annotated_types import MaxLen
from bus import current_actor, subjects
from bus.tracing import trace_id
from contracts.audit.v1 import Publication
from contracts.faults import TooLarge
from contracts.platform.v1 import Actor

from chassis.clock import Clock, now
from chassis.documents import OutboxEntry
from chassis.ids import uuid7

# An entry larger than the bus carries would block its document's outbox for ever.
LARGEST_ENTRY_BYTES = 64 * 1024
_LONGEST = {
    name: rule.max_length
    for name in ("actor_id", "actor_email", "actor_name", "actor_ip", "resource_name")
    for rule in Publication.model_fields[name].metadata
    if isinstance(rule, MaxLen)
}


class EntryTooLarge(TooLarge):
    """The change can't be audited, so it isn't made."""

    reason = "audit_entry_too_large"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return `{field: {before, after}}` for fields that differ; absent is null."""
    return {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }


class AuditTrail:
    """Writes entries in one service's name."""

    def __init__(self, source: str, *, clock: Clock = now) -> None:
        self._source = source
        self._clock = clock
        self._system = Actor(type="system", id=source)

    def entry(
        self,
        action: str,
        *,
        resource_type: str,
        resource_id: str = "",
        resource_name: str = "",
        tenant_slug: str = "",
        partner_slug: str = "",
        outcome: str = "success",
        metadata: Mapping[str, Any] | None = None,
    ) -> OutboxEntry:
        """Return the outbox entry that publishes `action`, done by the current actor."""
        actor = current_actor() or self._system
        identity = uuid7()
        told: dict[str, Any] = {
            "id": identity,
            "at": self._clock(),
            "actor_type": actor.type,
            "actor_id": actor.id,
            "actor_email": actor.email,
            "actor_name": actor.name,
            "actor_ip": actor.ip,
            "action": action,
            "outcome": outcome,
            "resource_type": resource_type,
            "resource_id": resource_id,
            "resource_name": resource_name,
            "tenant_slug": tenant_slug,
            "partner_slug": partner_slug,
            "source": self._source,
            "trace_id": trace_id(),
            "metadata": dict(metadata or {}),
        }
        cut = {name: len(value) for name, value in told.items() if _is_too_long(name, value)}
        publication = Publication.model_validate(told | _shortened(told, cut))
        payload = publication.dump_json()
        if len(payload) > LARGEST_ENTRY_BYTES:
            raise EntryTooLarge(f"{action} would leave an audit entry of {len(payload)} bytes.")
        return OutboxEntry(
            id=identity,
            subject=subjects.audit(self._source, tenant_slug or None, action),
            payload=payload.decode(),
        )


def _is_too_long(name: str, value: Any) -> bool:
    return name in _LONGEST and len(value) > _LONGEST[name]


def _shortened(told: Mapping[str, Any], cut: Mapping[str, int]) -> dict[str, Any]:
    """Shorten what people and tokens may write at any length: better than to refuse the change.

    Never silently: the metadata says what was cut, and how many characters it had.
    """
    if not cut:
        return {}
    said = {Publication.model_fields[name].alias or name: length for name, length in cut.items()}
    return {name: told[name][: _LONGEST[name]] for name in cut} | {
        "metadata": told["metadata"] | {"cut": said}
    }
