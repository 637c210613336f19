"""How much a tenant may use: its plan's limits, and what was agreed otherwise."""

from collections.abc import Mapping
from typing import Any

from contracts.faults import Conflict
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import Quotas, Usage

from tenant.documents import TenantDocument

_FIELDS = {"users": "users", "mailboxes": "mailboxes", "storage_gib": "storageGib"}


class QuotaBelowUse(Conflict):
    """Less than what is used already can't be promised."""

    reason = "quota_below_use"


class PlanLimits:
    """The settings' limits for each plan; a figure that they leave out is unlimited."""

    def __init__(self, limits: Mapping[Any, Quotas]) -> None:
        self._limits = limits

    def allowed(self, plan: str, overrides: Quotas | None) -> Quotas:
        """Return what counts: an override, else the plan's."""
        agreed = overrides.model_dump(exclude_none=True, by_alias=False) if overrides else {}
        return self._limits.get(plan, Quotas()).model_copy(update=agreed)

    def settle(self, tenant: TenantDocument) -> None:
        """Give a tenant what its plan and overrides say; refused below what it uses."""
        before = tenant.quotas
        tenant.quotas = self.allowed(tenant.plan, tenant.quota_overrides)
        ensure_enough(tenant.quotas, tenant.used, before=before)


def ensure_enough(quotas: Quotas, used: Usage | None, *, before: Quotas | None) -> None:
    """Refuse to lower a quota below what is known to be used; a figure never read refuses none."""
    if used is None:
        return
    errors = []
    for name, shown in _FIELDS.items():
        allowed, held, use = (getattr(one, name, None) for one in (quotas, before, used))
        is_short = allowed is not None and use is not None and allowed < use
        if is_short and (held is None or allowed < held):
            message = f"must be at least {use}: so many are used"
            errors.append(FieldError(field=f"quotas.{shown}", message=message))
    if errors:
        raise QuotaBelowUse("A quota would be below what is used.", errors=errors)
