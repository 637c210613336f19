"""What a change of a subscription leaves behind: its terms since then, and one audit entry."""

from datetime import datetime

from chassis import AuditTrail, OutboxEntry, as_contract
from contracts.tenant import v1

from tenant import changes
from tenant.subscriptions.documents import SubscriptionDocument


def snapshot(subscription: SubscriptionDocument) -> v1.Subscription:
    """Return the contract's message: a reply never shows what only the store needs."""
    return as_contract(v1.Subscription, subscription.storable())


def noted(subscription: SubscriptionDocument, *, change: str, version: int, at: datetime) -> None:
    """Add the terms as they are now to the history."""
    terms = v1.SubscriptionChange.model_validate(
        {
            "at": at,
            "change": change,
            "version": version,
            "plan": subscription.plan,
            "seats": subscription.seats,
            "unit_price": subscription.unit_price,
            "period": subscription.period,
            "status": subscription.status,
            "monthly_revenue": subscription.monthly_revenue,
        }
        | ({"renews_at": subscription.renews_at} if subscription.renews_at else {})
    )
    subscription.changes = [*subscription.changes, terms]


class SubscriptionHistory:
    """Describes changes, in the tenant service's name."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(
        self,
        verb: str,
        subscription: SubscriptionDocument,
        *,
        partner_slug: str | None,
        before: v1.Subscription | None,
        reason: str = "",
    ) -> list[OutboxEntry]:
        """Return the entry of `verb`, told to the tenant's partner as well.

        The audit service would learn of a tenant's partner too, but maybe later than of this.
        """
        changed = {"changes": changes.between(before, snapshot(subscription))}
        return [
            self._audit.entry(
                f"subscription.{verb}",
                resource_type="subscription",
                resource_id=subscription.id,
                resource_name=subscription.tenant_slug,
                tenant_slug=subscription.tenant_slug,
                partner_slug=partner_slug or "",
                metadata=changed | ({"reason": reason} if reason else {}),
            )
        ]
