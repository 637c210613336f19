"""What making, ending and using a viewer token leaves behind."""

from collections.abc import Mapping
from typing import Any

from chassis import AuditTrail, OutboxEntry

from audit.viewers.documents import ViewerTokenDocument


class ViewerHistory:
    """Describes them on the tenant's own timeline; never the token itself."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(
        self, verb: str, token: ViewerTokenDocument, metadata: Mapping[str, Any] | None = None
    ) -> OutboxEntry:
        """Return the entry of `verb`."""
        return self._audit.entry(
            f"viewer_token.{verb}",
            resource_type="viewer_token",
            resource_id=token.id,
            tenant_slug=token.tenant_slug,
            metadata=metadata,
        )
