"""From what was asked to a subscription's terms: pure, refusing what can't be agreed."""

from datetime import datetime
from typing import Any

from contracts.tenant import v1

from tenant.subscriptions import rules
from tenant.subscriptions.documents import SubscriptionDocument


def asked_of(request: v1.CreateSubscriptionRequest, *, plan: str, now: datetime) -> dict[str, Any]:
    """Return the terms of a subscription that begins, by field."""
    period = request.period or "monthly"
    status = request.status or "active"
    started_at = request.started_at or now
    renews_at = request.renews_at or rules.following(started_at, period=period)
    rules.ensure_dates(started_at=started_at, renews_at=renews_at, now=now)
    rules.ensure_total(request.unit_price, seats=request.seats)
    return {
        "plan": request.plan or plan,
        "seats": request.seats,
        "unit_price": request.unit_price,
        "period": period,
        "status": status,
        "started_at": started_at,
        "renews_at": renews_at,
        "monthly_revenue": rules.monthly_revenue(
            request.unit_price, seats=request.seats, period=period, status=status
        ),
        "updated_at": now,
    }


def apply(request: v1.UpdateSubscriptionRequest, held: SubscriptionDocument) -> None:
    """Change what was sent."""
    if request.status is not None:
        rules.ensure_transition(request.slug, current=held.status, target=request.status)
        held.status = request.status
    held.plan = request.plan or held.plan
    held.seats = request.seats or held.seats
    held.unit_price = request.unit_price or held.unit_price
    held.period = request.period or held.period
    held.renews_at = request.renews_at or held.renews_at
    rules.ensure_total(held.unit_price, seats=held.seats)
    if request.renews_at is not None:
        rules.ensure_dates(
            started_at=held.started_at, renews_at=request.renews_at, now=held.started_at
        )
