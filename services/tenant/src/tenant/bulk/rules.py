"""What a bulk change needs, and what refuses it."""

import hashlib
import json
from collections.abc import Iterable

from contracts.faults import Conflict, Malformed, PreconditionRequired
from contracts.platform.v1 import FieldError
from contracts.tenant.v1 import ChangeTenantsRequest

# As many as somebody can look through; beyond, they must have seen the list.
FREE = 20
MOST = 500


class BulkMalformed(Malformed):
    """The request doesn't say what to do with whom."""

    reason = "bulk_malformed"


class DryRunRequired(PreconditionRequired):
    """So many tenants are changed only by who has seen which."""

    reason = "dry_run_required"

    def __init__(self, affected: int) -> None:
        super().__init__(
            f"{affected} tenants would change: send a dry run's token.",
            errors=[FieldError(field="token", message=f"is required above {FREE} tenants")],
        )


class DryRunOutdated(Conflict):
    """The token is of another list, another action, or too old."""

    reason = "dry_run_outdated"

    def __init__(self) -> None:
        super().__init__(
            "The dry run was of something else, or too long ago: repeat.",
            errors=[FieldError(field="token", message="must be of a dry run of just this")],
        )


def ensure_complete(request: ChangeTenantsRequest) -> None:
    """Refuse what lacks its object or its argument."""
    if bool(request.slugs) == (request.filter is not None):
        raise _malformed("slugs", "either slugs or filter is required, not both")
    if request.action == "suspend" and not (request.reason or "").strip():
        raise _malformed("reason", "is required to suspend")
    if request.action == "change_plan" and request.plan is None:
        raise _malformed("plan", "is required to change the plan")


def ensure_few(count: int) -> None:
    """Refuse a filter that means more than one reply can list."""
    if count > MOST:
        raise _malformed("filter", f"must match {MOST} tenants at most")


def fingerprint(request: ChangeTenantsRequest, affected: Iterable[str], *, actor: str) -> str:
    """Name exactly this action on exactly these tenants by exactly this person."""
    told = [request.action, request.reason, request.plan, actor, sorted(affected)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _malformed(field: str, message: str) -> BulkMalformed:
    errors = [FieldError(field=field, message=message)]
    return BulkMalformed(f"{field}: {message}.", errors=errors)
