"""What a change of a tenant leaves behind: one audit entry and one domain event."""

from collections.abc import Mapping

from bus import subjects
from chassis import AuditTrail, OutboxEntry, as_contract
from contracts.message import Message
from contracts.tenant import v1

from tenant import changes
from tenant.documents import TenantDocument

_NOTHING: Mapping[str, str] = {}
EVENTS: dict[str, type[Message]] = {
    "created": v1.TenantCreated,
    "updated": v1.TenantUpdated,
    "activated": v1.TenantActivated,
    "suspended": v1.TenantSuspended,
    "resumed": v1.TenantResumed,
    "deleted": v1.TenantDeleted,
    "restored": v1.TenantRestored,
    "purged": v1.TenantPurged,
}


def snapshot(tenant: TenantDocument) -> v1.Tenant:
    """Return the contract's message: a reply never shows what only the store needs."""
    return as_contract(v1.Tenant, tenant.storable())


class History:
    """Describes changes, in the tenant service's name."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(
        self,
        verb: str,
        tenant: TenantDocument,
        *,
        before: v1.Tenant | None,
        why: Mapping[str, str] = _NOTHING,
        action: str = "",
    ) -> list[OutboxEntry]:
        """Return the entry and the event of `verb`; `action` names the entry when it says more.

        `why` goes into the entry's metadata, without what is empty.
        """
        after = snapshot(tenant)
        # The write that carries these entries is the one that raises the version.
        after.version = before.version + 1 if before else tenant.version
        changed = {"changes": changes.between(before, after)}
        entry = self._audit.entry(
            action or f"tenant.{verb}",
            resource_type="tenant",
            resource_id=tenant.id,
            resource_name=tenant.name,
            tenant_slug=tenant.slug,
            partner_slug=tenant.partner_slug or "",
            metadata=changed | {name: said for name, said in why.items() if said},
        )
        event = EVENTS[verb].model_validate({"tenant": after})
        return [
            entry,
            OutboxEntry(
                subject=subjects.event("tenant", tenant.slug, verb),
                payload=event.dump_json().decode(),
                headers=entry.headers,
            ),
        ]
