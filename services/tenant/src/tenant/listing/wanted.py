"""Which tenants are asked for: what is sent, as far as the caller may see."""

from dataclasses import dataclass
from typing import Any

from chassis import Scope, scoped
from contracts.tenant.v1 import ListTenantsRequest

from tenant import search
from tenant.rules import LISTED
from tenant.visibility import alive_for

Conditions = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions for the database."""

    # One that few tenants meet and an index covers exactly; None when many may meet all.
    few: dict[str, Any] | None
    # Everything but the status.
    conditions: Conditions
    statuses: tuple[str, ...]

    @classmethod
    def of(cls, scope: Scope, asked: ListTenantsRequest) -> "Wanted":
        """Read what a list was asked for."""
        words = search.words(asked.q or "")
        conditions = [search.matching(word, among="search") for word in words]
        filters = {"plan": asked.plan, "provisioning": asked.provisioning}
        conditions += [{name: value} for name, value in filters.items() if value]
        if asked.partner is not None:
            conditions.append({"partnerSlug": asked.partner or None})
        few = None
        if words:
            few = search.matching(max(words, key=len), among="search")
        elif scope.tenants is not None:
            few = scoped(scope, by="slug")
        elif asked.partner:
            few = {"partnerSlug": asked.partner}
        return cls(
            few,
            [*conditions, alive_for(scope)],
            (asked.status,) if asked.status else LISTED,
        )

    @property
    def is_everything(self) -> bool:
        """Say whether nothing but the status narrows the list."""
        return self.few is None and len(self.conditions) == 1

    def in_status(self) -> dict[str, Any]:
        """Return the condition for the status."""
        return {"status": {"$in": list(self.statuses)}}
