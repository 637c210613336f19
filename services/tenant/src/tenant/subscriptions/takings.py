"""What every tenant brings, in memory: sums for each partner and currency.

Summing up over all tenants of all partners on a page would make the database join thousands of
them each time. The sums are brought up to date with each question by what has changed since the
last one, as the roll of tenants is, so they are those of what is stored, whoever wrote it (ADR
0107).
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chassis import Clock, Scope, now

from tenant.lately import ChangedSince, Lately, Row
from tenant.rules import LISTED


@dataclass(frozen=True, slots=True)
class Taking:
    """What a customer brings in a month; nothing, in no currency, without a subscription."""

    partner_slug: str
    currency: str = ""
    amount_minor: int = 0


# Customers and minor units, by partner and currency.
Sums = dict[tuple[str, str], tuple[int, int]]


class Takings:
    """One instance's knowledge of all customers and what they bring."""

    def __init__(
        self, tenants: ChangedSince, subscriptions: ChangedSince, *, clock: Clock = now
    ) -> None:
        self._tenants = Lately(tenants, clock=clock)
        self._subscriptions = Lately(subscriptions, clock=clock)
        # By tenant: the partner of a customer, the money of a subscription, and both together.
        self._partners: dict[str, str] = {}
        self._money: dict[str, tuple[str, int]] = {}
        self._takings: dict[str, Taking] = {}
        self._sums: Sums = {}
        self._reading = asyncio.Lock()

    async def rows(
        self, scope: Scope, *, partner_slugs: Collection[str], by_partner: bool
    ) -> list[dict[str, Any]]:
        """Return tenants and monthly revenue for each partner, or all of them, and currency."""
        # One after the other: what was read first must not be taken over last.
        async with self._reading:
            tenants, subscriptions = await asyncio.gather(
                self._tenants.read(), self._subscriptions.read()
            )
            self._take_over(tenants, subscriptions)
        sums = self._sums if scope.tenants is None else _summed(self._visible(scope))
        wanted, found = frozenset(partner_slugs), Sums()
        for (partner, currency), (customers, amount) in sums.items():
            if not wanted or partner in wanted:
                _add(found, (partner if by_partner else "", currency), customers, amount)
        return [
            {"partner": partner, "currency": currency, "tenants": customers, "amount": amount}
            for (partner, currency), (customers, amount) in found.items()
        ]

    def _take_over(self, tenants: Iterable[Row], subscriptions: Iterable[Row]) -> None:
        changed = set()
        for row in tenants:
            slug = row["slug"]
            changed.add(slug)
            self._partners.pop(slug, None)
            if row["status"] in LISTED:
                self._partners[slug] = row.get("partnerSlug") or ""
        for row in subscriptions:
            changed.add(row["tenantSlug"])
            money: Mapping[str, Any] = row["monthlyRevenue"]
            self._money[row["tenantSlug"]] = money["currency"], money["amountMinor"]
        for slug in changed:
            self._put(slug)

    def _put(self, slug: str) -> None:
        """Take a tenant's former line out of the sums, and what it brings now in."""
        if former := self._takings.pop(slug, None):
            _add(self._sums, (former.partner_slug, former.currency), -1, -former.amount_minor)
        partner = self._partners.get(slug)
        if partner is not None:
            taking = self._takings[slug] = Taking(partner, *self._money.get(slug, ()))
            _add(self._sums, (partner, taking.currency), 1, taking.amount_minor)

    def _visible(self, scope: Scope) -> Iterable[Taking]:
        if scope.partner:
            return (one for one in self._takings.values() if one.partner_slug == scope.partner)
        return (one for slug, one in self._takings.items() if scope.sees(slug))


def _summed(takings: Iterable[Taking]) -> Sums:
    sums: Sums = {}
    for one in takings:
        _add(sums, (one.partner_slug, one.currency), 1, one.amount_minor)
    return sums


def _add(sums: Sums, key: tuple[str, str], customers: int, amount: int) -> None:
    """Add in place; where nobody is left nothing is."""
    held = sums.pop(key, (0, 0))
    if held[0] + customers:
        sums[key] = held[0] + customers, held[1] + amount
