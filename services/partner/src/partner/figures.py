"""The figures of partners' lists and margin reports: pure.

A tenant's margin is its monthly revenue * the partner's share, rounded half up to a whole minor
unit. Totals are sums of the rows, so a report adds up.
"""

from collections.abc import Iterable, Sequence

from chassis.money import share
from contracts.partner.v1 import MarginRow, MarginTotal, Partner, PartnerOverview
from contracts.platform.v1 import Money
from contracts.tenant.v1 import RevenueGroup, TenantRevenue

from partner.margins import WHOLE


def overview(partner: Partner, group: RevenueGroup | None) -> PartnerOverview:
    """Return a line of the list; a partner without tenants brings nothing."""
    return PartnerOverview(
        partner=partner,
        customers=group.customers if group else 0,
        monthly_revenue=group.revenue if group else [],
    )


def rows_of(revenues: Iterable[TenantRevenue], *, basis_points: int) -> list[MarginRow]:
    """Return a row for each tenant that has ever agreed to pay, by slug."""
    return [
        MarginRow(
            tenant_slug=one.tenant_slug,
            tenant_name=one.tenant_name,
            revenue=one.revenue,
            margin=Money(
                amount_minor=share(one.revenue.amount_minor, basis_points, WHOLE),
                currency=one.revenue.currency,
            ),
        )
        for one in revenues
        if one.revenue is not None
    ]


def totals_of(rows: Sequence[MarginRow]) -> list[MarginTotal]:
    """Return the sums of each currency, by its code."""
    return [
        MarginTotal(
            revenue=_sum((row.revenue for row in rows), currency),
            margin=_sum((row.margin for row in rows), currency),
        )
        for currency in sorted({row.revenue.currency for row in rows})
    ]


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    total = sum(money.amount_minor for money in amounts if money.currency == currency)
    return Money(amount_minor=total, currency=currency)
