"""When the next step of a schedule is made, and what is in its way.

    running ──the last step──▶ done
     │  ▲
   pause resume                 cancel, from running and paused ──▶ cancelled
     ▼  │
    paused

Fault
├── ScheduleNotFound         404  schedule_not_found
├── ScheduleOver             409  schedule_over
└── RampMalformed            422  ramp_malformed
"""

from collections.abc import Sequence
from datetime import datetime

from contracts.faults import Conflict, Malformed, NotFound
from contracts.flag.v1 import Flag, RampStep, Schedule
from contracts.platform.v1 import FieldError

KILLED = "flag.killed"


class ScheduleNotFound(NotFound):
    """No such schedule."""

    reason = "schedule_not_found"

    def __init__(self, identity: str) -> None:
        super().__init__(f"There is no schedule {identity}.")


class ScheduleOver(Conflict):
    """All of its steps are made, or it was cancelled."""

    reason = "schedule_over"


class RampMalformed(Malformed):
    """A ramp only ever rises."""

    reason = "ramp_malformed"


class Hindered(Exception):  # noqa: N818 - style.md 5: faults state the fact
    """The step isn't made: somebody else has decided otherwise meanwhile."""


def ensure_alive(schedule: Schedule) -> None:
    """Refuse to steer what is over."""
    if schedule.state in {"done", "cancelled"}:
        raise ScheduleOver(f"Schedule {schedule.id} is {schedule.state}.")


def ensure_rising(steps: Sequence[RampStep], flag: Flag) -> None:
    """Refuse a ramp that would take the flag from anybody."""
    if flag.state == "on":
        raise _malformed(0, f"{flag.key} is on for everybody already")
    share = flag.pct if flag.state == "rollout" else 0.0
    for index, step in enumerate(steps):
        if step.pct <= share:
            raise _malformed(index, f"must be over {share:g}")
        share = step.pct


def ensure_unhindered(schedule: Schedule, flag: Flag, *, armed_at: datetime) -> None:
    """Stop before a step that would undo what somebody did since the schedule was armed."""
    for change in flag.history:
        if change.verb == KILLED and change.at > armed_at:
            raise Hindered(f"{flag.key} was killed by {change.actor}: {change.note}")
    if schedule.kind != "ramp" or schedule.done == 0:
        return
    reached = schedule.steps[schedule.done - 1].draft["pct"]
    if flag.state != "rollout" or flag.pct != reached:
        shown = f"at {flag.pct:g} %" if flag.state == "rollout" else flag.state
        raise Hindered(f"{flag.key} is {shown}, not at {reached:g} % of a rollout")


def note_of(schedule: Schedule) -> str:
    """Say in the flag's history where a change comes from."""
    steps = len(schedule.steps)
    made = f"step {schedule.done + 1} of {steps}" if steps > 1 else "as scheduled"
    return f"{schedule.note} ({made})" if schedule.note else made


def _malformed(index: int, message: str) -> RampMalformed:
    errors = [FieldError(field=f"steps.{index}.pct", message=message)]
    return RampMalformed("A ramp only ever rises.", errors=errors)
