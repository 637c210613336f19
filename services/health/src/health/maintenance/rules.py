"""When a maintenance window is open: pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.faults import Malformed, NotFound
from contracts.platform.v1 import FieldError

_PERIODS = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}


class WindowNotFound(NotFound):
    """No such maintenance window."""

    reason = "maintenance_window_not_found"


class WindowMalformed(Malformed):
    """A window that could never be open."""

    reason = "maintenance_window_malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When it is open, and for what."""

    starts_at: datetime
    minutes: int
    targets: frozenset[str] = frozenset()
    repeats: str = "once"
    time_zone: str = "UTC"
    until: datetime | None = None

    def covers(self, target: str, moment: datetime) -> bool:
        """Say whether a failure of the target is expected at this moment."""
        return (not self.targets or target in self.targets) and self.is_open(moment)

    def is_open(self, moment: datetime) -> bool:
        """Say whether it is going on."""
        last = self._begun(moment)
        return last is not None and moment < last + timedelta(minutes=self.minutes)

    def next_at(self, moment: datetime) -> datetime | None:
        """Return when it begins next; None when it won't."""
        if moment < self.starts_at:
            return self.starts_at
        last = self._begun(moment)
        if self.repeats == "once" or last is None:
            return None
        following = self._later(last, 1)
        return None if self.until and following >= self.until else following

    def _begun(self, moment: datetime) -> datetime | None:
        """Return the last beginning at or before the moment."""
        if moment < self.starts_at:
            return None
        if self.repeats == "once":
            return self.starts_at
        last_moment = moment if self.until is None else min(moment, self.until)
        periods = (last_moment - self.starts_at) // _PERIODS[self.repeats]
        # The clock may have been put forward or back since the first time: look around.
        beginnings = [self._later(self.starts_at, periods + near) for near in (-1, 0, 1)]
        begun = [
            one
            for one in beginnings
            if self.starts_at <= one <= moment and (self.until is None or one < self.until)
        ]
        return max(begun, default=None)

    def _later(self, start: datetime, periods: int) -> datetime:
        """Return the same time of the local clock, so many periods later."""
        local = start.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None)
        moved = local + periods * _PERIODS[self.repeats]
        return moved.replace(tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)


def check(window: Window) -> None:
    """Refuse a zone that doesn't exist, and an end before the beginning."""
    try:
        ZoneInfo(window.time_zone)
    except (ValueError, OSError, LookupError):
        raise _refused("timeZone", "is no time zone: Europe/Copenhagen") from None
    if window.until and window.until <= window.starts_at:
        raise _refused("until", "is before the window begins")


def _refused(field: str, message: str) -> WindowMalformed:
    errors = [FieldError(field=field, message=message)]
    return WindowMalformed(f"{field}: {message}", errors=errors)
