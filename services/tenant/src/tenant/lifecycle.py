"""The edges of the state machine in `rules.py`, as edits of a stored tenant."""

from datetime import datetime

from tenant import rules
from tenant.documents import TenantDocument


def activate(tenant: TenantDocument) -> None:
    """What is suspended meanwhile stays so, and becomes active once it is resumed and ready."""
    if tenant.status == "pending":
        tenant.status = "active"


def suspend(tenant: TenantDocument, *, reason: str) -> None:
    """Suspending twice keeps the first reason."""
    if tenant.status == "suspended":
        return
    rules.ensure_transition(tenant.slug, current=tenant.status, target="suspended")
    tenant.suspended_from = tenant.status
    tenant.status, tenant.status_reason = "suspended", reason


def resume(tenant: TenantDocument) -> None:
    """Resuming what is alive and not suspended changes nothing."""
    if tenant.status in {"active", "pending"}:
        return
    rules.ensure_transition(tenant.slug, current=tenant.status, target="active")
    tenant.status = "pending" if tenant.suspended_from == "pending" else "active"
    tenant.status_reason, tenant.suspended_from = "", None


def delete(tenant: TenantDocument, *, reason: str, at: datetime) -> None:
    """Deleting twice keeps the first reason and time: the retention runs from there."""
    if tenant.status == "deleted":
        return
    rules.ensure_transition(tenant.slug, current=tenant.status, target="deleted")
    rules.ensure_unprotected(tenant.slug, protected=tenant.deletion_protection)
    tenant.deleted_from, tenant.reason_before = tenant.status, tenant.status_reason
    tenant.status, tenant.status_reason, tenant.deleted_at = "deleted", reason, at


def restore(tenant: TenantDocument) -> None:
    """A tenant deleted while suspended is suspended again, and for the same reason."""
    if tenant.status in rules.LISTED:
        return
    came_from = tenant.deleted_from or "active"
    rules.ensure_restorable(tenant.slug, current=tenant.status, target=came_from)
    tenant.status, tenant.status_reason = came_from, tenant.reason_before or ""
    tenant.deleted_at = tenant.deleted_from = tenant.reason_before = None


def purge(tenant: TenantDocument) -> bool:
    """Say whether the tenant was purged now; one that is alive or held stays as it is."""
    if tenant.status != "deleted" or tenant.deletion_protection or tenant.legal_hold:
        return False
    tenant.status = "purged"
    return True
