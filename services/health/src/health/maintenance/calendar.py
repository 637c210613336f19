"""The windows in memory: whether a target is under maintenance is asked with every probe."""

from datetime import datetime

from contracts.health import v1

from health.maintenance.documents import WindowDocument
from health.maintenance.rules import Window
from health.maintenance.store import WindowStore


class Calendar:
    """Read again every few seconds, and after each change made here."""

    def __init__(self, store: WindowStore) -> None:
        self._store = store
        # Grows whenever the windows change.
        self.revision = 0
        self._planned: list[tuple[WindowDocument, Window]] = []

    async def refresh(self) -> None:
        """Read the windows."""
        planned = [(one, window_of(one)) for one in await self._store.all_planned()]
        if planned != self._planned:
            self._planned = planned
            self.revision += 1

    def covers(self, target: str, moment: datetime) -> bool:
        """Say whether a window is open for the target."""
        return any(window.covers(target, moment) for _, window in self._planned)

    def shown(self, moment: datetime) -> list[v1.MaintenanceWindow]:
        """Return those that are going on or will come, by when they begin."""
        shown = [snapshot(document, moment) for document, _ in self._planned]
        return sorted(
            (one for one in shown if one.active or one.next_at),
            key=lambda one: (not one.active, one.next_at or one.starts_at),
        )


def window_of(document: v1.MaintenanceWindow) -> Window:
    """Return the part that decides."""
    return Window(
        starts_at=document.starts_at,
        minutes=document.minutes,
        targets=frozenset(document.targets),
        repeats=document.repeats,
        time_zone=document.time_zone,
        until=document.until,
    )


def snapshot(document: WindowDocument, moment: datetime) -> v1.MaintenanceWindow:
    """Return the contract's message, as of now."""
    window = window_of(document)
    kept = v1.MaintenanceWindow.read(document.storable() | {"id": document.id})
    kept.active = window.is_open(moment)
    kept.next_at = window.next_at(moment)
    return kept
