"""What steering a schedule leaves behind: one audit entry."""

from chassis import AuditTrail, OutboxEntry

from flag.schedules.documents import ScheduleDocument


class ScheduleHistory:
    """Describes what happens to schedules, in the flag service's name."""

    def __init__(self, audit: AuditTrail) -> None:
        self._audit = audit

    def of(self, action: str, schedule: ScheduleDocument, *, reason: str = "") -> OutboxEntry:
        """Return the entry of `action`."""
        told = {
            "flagKey": schedule.flag_key,
            "kind": schedule.kind,
            "done": schedule.done,
            "steps": [step.dump() for step in schedule.steps],
        }
        return self._audit.entry(
            action,
            resource_type="schedule",
            resource_id=schedule.id,
            resource_name=schedule.flag_key,
            metadata=told | ({"reason": reason} if reason else {}),
        )
