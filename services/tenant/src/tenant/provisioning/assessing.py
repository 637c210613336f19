"""What an attempt says about a system's conditions: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.tenant.v1 import IntegrationState

from tenant.provisioning.conditions import (
    FALSE,
    READY,
    SYNCED,
    TRUE,
    UNKNOWN,
    condition,
    with_condition,
)
from tenant.provisioning.failures import CircuitOpen, UpstreamFailure
from tenant.provisioning.items import Step
from tenant.provisioning.reconciler import Outcome

# What a tenant is to a system; unwanted is closed as well, but its own choice.
Standing = Literal["open", "closed", "gone", "unwanted"]
# Status and reason of Ready, once everything is as it should be.
_READY = {
    "open": (TRUE, "provisioned"),
    "closed": (FALSE, "suspended"),
    "gone": (FALSE, "torn_down"),
    "unwanted": (FALSE, "not_wanted"),
}
_TOLD_STEPS = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one system: an outcome, a failure, or neither when it wasn't asked."""

    integration: str
    standing: Standing = "open"
    outcome: Outcome | None = None
    failure: UpstreamFailure | None = None
    # Its turn comes when those before it are done.
    waits: bool = False

    @property
    def drift(self) -> Sequence[Step]:
        """What there is to do, and wasn't done."""
        return self.outcome.steps if self.outcome and not self.outcome.applied else ()


def assessed(
    state: IntegrationState, attempt: Attempt, *, generation: int, at: datetime
) -> IntegrationState:
    """Return the state after the attempt."""
    is_paused = not (attempt.outcome or attempt.failure or attempt.waits)
    made = state.model_copy(update={"paused": is_paused})
    if made.paused:
        made.conditions = with_condition(made.conditions, SYNCED, UNKNOWN, reason="paused", at=at)
    elif attempt.failure:
        _fail(made, attempt.failure, at=at)
    elif attempt.outcome:
        made.attempted_at, made.failures = at, 0
        made.observed_generation = generation
        _succeed(made, attempt.outcome, standing=attempt.standing, at=at)
    if condition(made.conditions, READY) is None:
        made.conditions = with_condition(
            made.conditions, READY, UNKNOWN, reason="progressing", at=at
        )
    return made


def _fail(state: IntegrationState, failure: UpstreamFailure, *, at: datetime) -> None:
    if not isinstance(failure, CircuitOpen):
        state.attempted_at = at
        state.failures += 1
    state.conditions = with_condition(
        state.conditions, SYNCED, FALSE, reason=failure.reason, message=str(failure), at=at
    )


def _succeed(
    state: IntegrationState, outcome: Outcome, *, standing: Standing, at: datetime
) -> None:
    state.external_id = outcome.seen.external_id or state.external_id
    if outcome.steps and not outcome.applied:
        state.conditions = with_condition(
            state.conditions,
            SYNCED,
            FALSE,
            reason="drift_found",
            message=in_words(outcome.steps),
            at=at,
        )
        return
    status, reason = _READY[standing]
    note = outcome.seen.note
    conditions = with_condition(state.conditions, SYNCED, TRUE, reason="applied", at=at)
    state.conditions = with_condition(conditions, READY, status, reason=reason, message=note, at=at)


def in_words(steps: Sequence[Step]) -> str:
    """Name the first steps, and how many more there are."""
    told = [f"{step.action} {step.kind} {step.key}" for step in steps[:_TOLD_STEPS]]
    more = len(steps) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")
