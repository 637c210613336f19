"""Where a source stands: its cursor, saved only by whoever holds the lease."""

from collections.abc import Mapping
from typing import Any

from chassis.lease import LeaseLost

from ingest.store import SourceStore
from ingest.telemetry import Figures


class Position:
    """The cursor in a transport's hands; `save` makes it durable, together with the figures."""

    def __init__(
        self,
        store: SourceStore,
        figures: Figures,
        *,
        epoch: int | None,
        cursor: Mapping[str, Any],
        tells_problem: bool = True,
    ) -> None:
        self.cursor: dict[str, Any] = dict(cursor)
        self._store = store
        self._figures = figures
        self._epoch = epoch
        self._tells_problem = tells_problem

    async def save(self, *, replays: int | None = None) -> None:
        """Raise LeaseLost when another instance works meanwhile; its cursor is left alone."""
        if not await self._write(self.cursor, replays):
            raise LeaseLost

    async def save_figures(self) -> None:
        """Store the counts alone: what a source that pushes has."""
        await self._write(None, None)

    async def _write(self, cursor: Mapping[str, Any] | None, replays: int | None) -> bool:
        fresh = self._figures.take()
        try:
            is_saved = await self._store.save(
                epoch=self._epoch,
                cursor=cursor,
                figures=fresh,
                last_event_at=self._figures.last_event_at,
                caught_up_at=self._figures.caught_up_at,
                problem=self._figures.problem if self._tells_problem else None,
                replays=replays,
            )
        except BaseException:
            self._figures.give_back(fresh)
            raise
        return is_saved
