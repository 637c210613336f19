"""What a change of a partner leaves behind: one audit entry."""

from collections.abc import Mapping
from typing import Any

from chassis import AuditTrail, OutboxEntry, as_contract, changes
from contracts.partner.v1 import Partner

from partner.documents import PartnerDocument
from partner.margins import percent

_BOOKKEEPING = {"id", "version", "createdAt", "updatedAt"}


def shown(raw: Mapping[str, Any]) -> Partner:
    """Turn what MongoDB keeps into the contract's message."""
    return as_contract(Partner, {**raw, "marginPct": percent(raw["margins"][-1]["basisPoints"])})


def snapshot(partner: PartnerDocument) -> Partner:
    """Return the contract's message: a reply never shows what only the store needs."""
    return shown(partner.storable())


class History:
    """Describes changes, in the partner service's name."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(
        self, verb: str, partner: PartnerDocument, *, before: Partner | None, reason: str = ""
    ) -> list[OutboxEntry]:
        """Return the entry of `verb`."""
        changed = {"changes": changes(_facts(before) if before else {}, _facts(snapshot(partner)))}
        return [
            self._audit.entry(
                f"partner.{verb}",
                resource_type="partner",
                resource_id=partner.id,
                resource_name=partner.name,
                partner_slug=partner.slug,
                metadata=changed | ({"reason": reason} if reason else {}),
            )
        ]


def _facts(partner: Partner) -> dict[str, Any]:
    return {
        name: value
        for name, value in partner.dump().items()
        if name not in _BOOKKEEPING and value != ""
    }
