"""Sums of monthly revenue, put together for their readers: pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from contracts.platform.v1 import Money
from contracts.tenant.v1 import RevenueGroup


def groups_of(rows: Iterable[Mapping[str, Any]]) -> list[RevenueGroup]:
    """Return one group for each partner, with one sum for each currency that brings anything."""
    customers: dict[str, int] = defaultdict(int)
    sums: dict[str, list[Money]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["partner"], row["currency"])):
        customers[row["partner"]] += row["tenants"]
        if row["amount"]:
            money = Money(amount_minor=row["amount"], currency=row["currency"])
            sums[row["partner"]].append(money)
    return [
        RevenueGroup(partner_slug=partner, customers=count, revenue=sums[partner])
        for partner, count in customers.items()
    ]
