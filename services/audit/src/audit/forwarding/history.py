"""What a change of a sink leaves behind."""

from collections.abc import Mapping
from typing import Any

from chassis import AuditTrail, OutboxEntry

from audit.forwarding.documents import SinkDocument


class SinkHistory:
    """Describes changes, in the audit service's name; never a secret."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(
        self,
        verb: str,
        sink: SinkDocument,
        metadata: Mapping[str, Any] | None = None,
        *,
        outcome: str = "success",
    ) -> OutboxEntry:
        """Return the entry of `verb`."""
        return self._audit.entry(
            f"sink.{verb}",
            resource_type="sink",
            resource_id=sink.id,
            resource_name=sink.name,
            outcome=outcome,
            metadata={"kind": sink.kind, **(metadata or {})},
        )
