"""Asks for a user's groups, and remembers the answer for a while."""

import time
from collections.abc import Awaitable, Callable, Sequence

import structlog
from ingest import UpstreamFailed

log = structlog.get_logger()
_KEPT_SECONDS = 300.0
# While authentik doesn't answer, each event would wait for it.
_SILENT_SECONDS = 30.0
_MOST_KEPT = 10_000
Ask = Callable[[str], Awaitable[Sequence[str]]]


class Groups:
    """An event without its tenant beats no event: what can't be asked is nobody's group."""

    def __init__(self, ask: Ask, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[float, Sequence[str]]] = {}
        self._silent_until = 0.0

    async def of(self, user: str) -> Sequence[str]:
        """Return the names of the groups that a user is in, as they were at most 5 minutes ago."""
        until, groups = self._known.get(user, (0.0, ()))
        if self._clock() < max(until, self._silent_until):
            return groups
        try:
            groups = await self._ask(user)
        except UpstreamFailed as failure:
            log.warning("groups_unknown", reason=str(failure))
            self._silent_until = self._clock() + _SILENT_SECONDS
            return groups
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[user] = (self._clock() + _KEPT_SECONDS, groups)
        return groups
