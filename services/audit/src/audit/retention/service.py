"""For how long entries stay: one method per rpc."""

from collections.abc import Sequence

from chassis import AuditTrail, OutboxEntry
from contracts.audit import v1
from contracts.audit.v1 import Retention, RetentionRule

from audit.owners import Owners
from audit.retention.documents import RetentionDocument
from audit.retention.policy import Days, TenantUnknown, days_of
from audit.retention.store import RetentionStore


class RetentionService(v1.RetentionService):
    """The default is the settings'; tenants may have rules of their own."""

    def __init__(
        self, store: RetentionStore, owners: Owners, audit: AuditTrail, *, default: Days
    ) -> None:
        self._store = store
        self._owners = owners
        self._audit = audit
        self._default = default

    async def get_retention(self, _request: v1.GetRetentionRequest) -> v1.GetRetentionResponse:
        """With what the archive holds by now."""
        await self._owners.loaded()
        own = await self._store.own_rules_of_all()
        segments = await self._store.segments_of_all()
        return v1.GetRetentionResponse(
            items=[
                self._shown("", self._default),
                *(self._shown(slug, own[slug]) for slug in sorted(own)),
            ],
            files=len(segments),
            archived=sum(one.entries for one in segments),
            size_bytes=sum(one.size_bytes for one in segments),
            archived_at=max((one.archived_at for one in segments), default=None),
        )

    async def set_retention(self, request: v1.SetRetentionRequest) -> v1.SetRetentionResponse:
        """Idempotent: setting what is set leaves no entry."""
        await self._owners.loaded()
        slug, days = request.tenant_slug, days_of(request.rules)
        if not self._owners.knows(slug):
            raise TenantUnknown(f"There is no tenant {slug}.")

        def decide(document: RetentionDocument) -> Sequence[OutboxEntry]:
            before, document.days = document.days, dict(days)
            return [] if before == document.days else [self._entry(slug, before, days)]

        await self._store.change_rules(slug, decide)
        return v1.SetRetentionResponse(retention=self._shown(slug, days))

    def _entry(self, slug: str, before: Days, days: Days) -> OutboxEntry:
        changed = {"before": before, "after": days}
        return self._audit.entry(
            "audit.retention_changed",
            resource_type="retention",
            resource_id=slug,
            tenant_slug=slug,
            metadata={"changes": {"days": changed}},
        )

    def _shown(self, slug: str, days: Days) -> Retention:
        rules = [RetentionRule(action=action, days=days[action]) for action in sorted(days)]
        return Retention(tenant_slug=slug, rules=rules, held=slug in self._owners.held())
