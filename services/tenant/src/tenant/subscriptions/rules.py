"""What a subscription may become, what it brings, and what refuses it.

    create ──▶ trial ──▶ active ◀──▶ past_due
                 │         │            │
                 └─────────┴───cancel───┴──▶ cancelled ──create──▶ trial or active

What a subscription brings in a month is seats * price, a twelfth of that when it is paid yearly,
rounded half up to a whole minor unit once per subscription. So sums are sums of what is shown.
"""

import calendar
from collections.abc import Sequence
from datetime import datetime

from chassis.money import share
from contracts.faults import Conflict, Malformed, NotFound, StaleVersion
from contracts.platform.v1 import FieldError, Money
from contracts.tenant.v1 import SubscriptionChange

# A subscription's full price per period; so any platform's sums stay exact in JSON (2^53).
LARGEST_TOTAL_MINOR = 10**11
MONTHS = {"monthly": 1, "yearly": 12}
# Who is behind with paying still owes; a trial owes nothing yet, a cancelled one no longer.
_BRINGING = {"active", "past_due"}
# to -> from
_ALLOWED_FROM = {"active": {"trial", "past_due"}, "past_due": {"active"}}


class SubscriptionNotFound(NotFound):
    """The tenant has no subscription."""

    reason = "subscription_not_found"

    def __init__(self, slug: str) -> None:
        super().__init__(f"Tenant {slug} has no subscription.")


class SubscriptionExists(Conflict):
    """A tenant has one subscription."""

    reason = "subscription_exists"

    def __init__(self, slug: str) -> None:
        super().__init__(f"Tenant {slug} has a subscription; change or cancel that one.")


class SubscriptionCancelled(Conflict):
    """A cancelled subscription changes no more; it can begin anew."""

    reason = "subscription_cancelled"


class IllegalStatus(Conflict):
    """The subscription's status doesn't allow this."""

    reason = "illegal_transition"


class TotalTooLarge(Malformed):
    """More than anybody pays, and than sums could hold exactly."""

    reason = "price_too_large"


class DatesMalformed(Malformed):
    """The dates contradict each other or the calendar."""

    reason = "dates_malformed"


class VersionMismatch(StaleVersion):
    """The change was based on a version that is no longer the newest."""

    reason = "version_mismatch"


def ensure_version(slug: str, *, expected: int, stored: int) -> None:
    """Refuse a change that was based on another version."""
    if expected != stored:
        raise VersionMismatch(
            f"The subscription of {slug} is at version {stored}, the change at {expected}: "
            "read it again."
        )


def ensure_alive(slug: str, *, status: str) -> None:
    """Refuse to change what was cancelled."""
    if status == "cancelled":
        raise SubscriptionCancelled(f"The subscription of {slug} is cancelled; create it anew.")


def ensure_transition(slug: str, *, current: str, target: str) -> None:
    """Refuse an edge that the state machine doesn't have, naming both states."""
    if current != target and current not in _ALLOWED_FROM[target]:
        raise IllegalStatus(
            f"The subscription of {slug} is {current}; it can't become {target}.",
            errors=[FieldError(field="status", message=f"can't become {target} from {current}")],
        )


def ensure_total(price: Money, *, seats: int) -> None:
    """Refuse a price that sums couldn't hold exactly."""
    if price.amount_minor * seats > LARGEST_TOTAL_MINOR:
        message = f"times the seats must be at most {LARGEST_TOTAL_MINOR} minor units"
        raise TotalTooLarge(
            f"unitPrice {message}.",
            errors=[FieldError(field="unitPrice.amountMinor", message=message)],
        )


def ensure_dates(*, started_at: datetime, renews_at: datetime, now: datetime) -> None:
    """Refuse a start in the future, and an end that isn't after the start."""
    if started_at > now:
        raise _malformed("startedAt", "must not be in the future")
    if renews_at <= started_at:
        raise _malformed("renewsAt", "must be after startedAt")


def following(moment: datetime, *, period: str) -> datetime:
    """Return the same day one period later, or that month's last day."""
    years, month = divmod(moment.month - 1 + MONTHS[period], 12)
    year, month = moment.year + years, month + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)


def monthly_revenue(price: Money, *, seats: int, period: str, status: str) -> Money:
    """Return what a subscription brings in a month."""
    total = price.amount_minor * seats if status in _BRINGING else 0
    return Money(amount_minor=share(total, 1, MONTHS[period]), currency=price.currency)


def terms_at(changes: Sequence[SubscriptionChange], moment: datetime) -> SubscriptionChange | None:
    """Return what was agreed at that moment; None before the first change."""
    return next((change for change in reversed(changes) if change.at <= moment), None)


def _malformed(field: str, message: str) -> DatesMalformed:
    return DatesMalformed(f"{field} {message}.", errors=[FieldError(field=field, message=message)])
