"""How a tenant's provisioning is told to whom."""

from collections.abc import Sequence
from typing import Any

from contracts.tenant.v1 import PlannedStep, Provisioning

from tenant.provisioning.assessing import Attempt
from tenant.provisioning.consequences import shown
from tenant.provisioning.documents import ProvisioningDocument
from tenant.provisioning.queue.store import Waiting


def view(
    slug: str,
    document: ProvisioningDocument | None,
    waiting: Waiting | None,
    *,
    in_words: bool,
) -> Provisioning:
    """Return the contract's message; causes `in_words` name systems, so operators get them."""
    generation = waiting.generation if waiting else 0
    if document is None:
        state = "progressing" if waiting else "none"
        made = Provisioning.model_validate({"tenant_slug": slug, "state": state})
    else:
        made = shown(document, generation=generation).model_copy(deep=True)
    made.generation = max(generation, made.observed_generation)
    made.next_attempt_at = waiting.due_at if waiting else None
    for integration in made.integrations if not in_words else ():
        for condition in integration.conditions:
            condition.message = ""
    return made


def steps_of(attempts: Sequence[Attempt]) -> list[PlannedStep]:
    """Return what there is to do, system by system."""
    return [
        PlannedStep(
            integration=attempt.integration,
            action=step.action,
            kind=step.kind,
            key=step.key,
            external_id=step.external_id or None,
            changes=_plain(step.changes),
        )
        for attempt in sorted(attempts, key=lambda one: one.integration)
        for step in (attempt.outcome.steps if attempt.outcome else ())
    ]


def _plain(changes: Any) -> dict[str, Any]:
    return {fact: dict(change) for fact, change in changes.items()}
