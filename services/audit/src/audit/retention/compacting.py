"""Gives disk back after much was archived (ADR 0084)."""

from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()
_MUCH = 10_000


class Compacting:
    """A chore around that of retention: once nothing is left to archive, the database compacts."""

    def __init__(
        self,
        sweep: Callable[[], Awaitable[int]],
        compact: Callable[[], Awaitable[str]],
        *,
        is_wanted: bool,
        much: int = _MUCH,
    ) -> None:
        """`sweep` archives some and tells how many; `compact` tells why it is refused, if so."""
        self._sweep = sweep
        self._compact = compact
        self._is_wanted = is_wanted
        self._much = much
        self._removed = 0

    async def sweep(self) -> int:
        """Archive some of what is old enough; return how many entries."""
        done = await self._sweep()
        self._removed += done
        if self._is_wanted and not done and self._removed >= self._much:
            await self._give_back()
        return done

    async def _give_back(self) -> None:
        removed, self._removed = self._removed, 0
        if refused := await self._compact():
            # For good: it would be refused after the next round too.
            self._is_wanted = False
            log.warning("disk_not_given_back", entries=removed, reason=refused)
        else:
            log.info("disk_given_back", entries=removed)
