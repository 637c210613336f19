"""What of the stored tenants a caller may see."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis import Scope
from contracts.tenant.v1 import Tenant

from tenant.documents import TenantDocument
from tenant.rules import LISTED, STATUSES

_SHOWN = {field.alias or name for name, field in Tenant.model_fields.items()}
# What replies never show.
STORE_ONLY = dict.fromkeys({"outbox", *TenantDocument.stored_names()} - _SHOWN - {"_id"}, 0)
_OPERATORS_ONLY = {"deletionProtection": 0, "legalHold": 0}


def statuses_for(scope: Scope) -> Sequence[str]:
    """What was deleted is there for operators only, and what was purged for nobody."""
    return STATUSES if scope.tenants is None else LISTED


def alive_for(scope: Scope) -> dict[str, Any]:
    """Return the filter for those statuses."""
    return {"status": {"$in": list(statuses_for(scope))}}


def hidden_from(scope: Scope) -> dict[str, int]:
    """Name what replies never show, and what they show to operators only."""
    return STORE_ONLY if scope.tenants is None else STORE_ONLY | _OPERATORS_ONLY


def shown_to(scope: Scope, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what replies show to operators only."""
    if scope.tenants is None:
        return dict(stored)
    return {name: value for name, value in stored.items() if name not in _OPERATORS_ONLY}
