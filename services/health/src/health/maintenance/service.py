"""Commands and queries about maintenance: one method per rpc."""

from collections.abc import Sequence

from chassis import AuditTrail, Clock, OutboxEntry, now, uuid7
from contracts.health import v1

from health.maintenance.calendar import Calendar, snapshot, window_of
from health.maintenance.documents import WindowDocument
from health.maintenance.rules import check
from health.maintenance.store import WindowStore


class MaintenanceService(v1.MaintenanceService):
    """Windows from plan to cancellation."""

    def __init__(
        self, store: WindowStore, calendar: Calendar, audit: AuditTrail, *, clock: Clock = now
    ) -> None:
        self._store = store
        self._calendar = calendar
        self._audit = audit
        self._clock = clock

    async def list_maintenance_windows(
        self, _request: v1.ListMaintenanceWindowsRequest
    ) -> v1.ListMaintenanceWindowsResponse:
        """Those that are going on come first."""
        await self._calendar.refresh()
        return v1.ListMaintenanceWindowsResponse(items=self._calendar.shown(self._clock()))

    async def create_maintenance_window(
        self, request: v1.CreateMaintenanceWindowRequest
    ) -> v1.CreateMaintenanceWindowResponse:
        """A repetition keeps its local time when the clock is put forward or back."""
        window = WindowDocument(
            id=uuid7(),
            title=request.title,
            targets=request.targets,
            starts_at=request.starts_at,
            minutes=request.minutes,
            repeats=request.repeats or "once",
            time_zone=request.time_zone or "UTC",
            until=request.until,
        )
        check(window_of(window))
        await self._store.insert(window, [self._entry("planned", window)])
        await self._calendar.refresh()
        return v1.CreateMaintenanceWindowResponse(window=snapshot(window, self._clock()))

    async def cancel_maintenance_window(
        self, request: v1.CancelMaintenanceWindowRequest
    ) -> v1.CancelMaintenanceWindowResponse:
        """Idempotent."""

        def decide(window: WindowDocument) -> Sequence[OutboxEntry]:
            if window.is_cancelled:
                return []
            window.is_cancelled = True
            return [self._entry("cancelled", window)]

        window = await self._store.change_in_all(request.id, decide)
        await self._calendar.refresh()
        return v1.CancelMaintenanceWindowResponse(window=snapshot(window, self._clock()))

    def _entry(self, verb: str, window: WindowDocument) -> OutboxEntry:
        return self._audit.entry(
            f"maintenance.{verb}",
            resource_type="maintenance_window",
            resource_id=window.id,
            resource_name=window.title,
            metadata={
                "targets": window.targets,
                "startsAt": window.starts_at.isoformat(),
                "minutes": window.minutes,
                "repeats": window.repeats,
            },
        )
