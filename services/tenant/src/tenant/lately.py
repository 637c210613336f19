"""What has changed since one last asked."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis import Clock, now

# A change carries the time at which it began: longer ago than a request may take, and than clocks
# of instances differ, nothing can appear any more.
_STILL_APPEARING = timedelta(seconds=20)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

Row = Mapping[str, Any]
# As stored, what changed at this moment or later; whatever was removed has left something to tell.
ChangedSince = Callable[[datetime], Awaitable[Sequence[Row]]]


class Lately:
    """All that is stored at first; then what may have changed since, some of it once more."""

    def __init__(self, changed_since: ChangedSince, *, clock: Clock = now) -> None:
        self._changed_since = changed_since
        self._clock = clock
        self._seen_until = _BEGINNING + _STILL_APPEARING

    async def read(self) -> Sequence[Row]:
        """Return them; a failure loses none. For one caller at a time."""
        moment = self._clock()
        changed = await self._changed_since(self._seen_until - _STILL_APPEARING)
        self._seen_until = moment
        return changed
