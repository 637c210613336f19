"""What a tenant's own people may say of it; everything else is for operators."""

from bus import current_actor
from chassis import is_operator
from contracts.faults import Forbidden
from contracts.message import Message
from contracts.platform.v1 import Actor, FieldError
from contracts.tenant.v1 import CreateTenantRequest, Tenant, UpdateTenantRequest

_MAY_SAY: dict[type[Message], frozenset[str]] = {
    CreateTenantRequest: frozenset({"slug", "name", "domains", "contact", "billing_address"}),
    UpdateTenantRequest: frozenset({"slug", "version", "name", "contact", "billing_address"}),
}


class OperatorRequired(Forbidden):
    """Somebody wants to decide what operators decide."""

    reason = "operator_required"


def customer() -> Actor | None:
    """Return the caller when they are neither an operator nor one of our own services."""
    actor = current_actor()
    if actor is None or actor.type in {"service", "system"} or is_operator(actor):
        return None
    return actor


def knows_all() -> bool:
    """Say whether the caller may hear of other customers: an operator, nobody else."""
    actor = current_actor()
    return actor is not None and is_operator(actor)


def ensure_may_say(request: Message) -> None:
    """Refuse fields that a customer doesn't decide, also when null."""
    alien = sorted(request.model_fields_set - _MAY_SAY[type(request)])
    if customer() is None or not alien:
        return
    names = [type(request).model_fields[name].alias or name for name in alien]
    raise OperatorRequired(
        f"Only operators decide {', '.join(names)}.",
        errors=[FieldError(field=name, message="is decided by operators") for name in names],
    )


def as_shown(tenant: Tenant) -> Tenant:
    """Leave out what is told to operators only."""
    if customer() is None:
        return tenant
    return tenant.model_copy(update={"deletion_protection": None, "legal_hold": None})
