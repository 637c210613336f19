"""Walks the sealed log: seals, their entries, the trees of them, and what was signed."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chassis.faults import database_deadline
from chassis.portions import portions
from transparency import Verifier

from audit.reconciling.chain import Chain, Told, is_as_sealed, told, too_early
from audit.reconciling.entries import SealedEntries
from audit.reconciling.gaps import Gaps
from audit.reconciling.regrowth import Regrown, head_gaps, tile_gaps
from audit.reconciling.store import ReconcilingStore
from audit.sealing.seal import Seal
from audit.trees.forest import WHOLE
from audit.trees.store import TreeStore

_TREES_AT_ONCE = 200
# A seal may hold thousands, of which most of the memory is needed for a moment only.
_ENTRIES_AT_ONCE = 500


class SealedLog:
    """From the first seal on, each once; at the end the trees, as far as they are signed."""

    def __init__(
        self,
        store: ReconcilingStore,
        trees: TreeStore,
        entries: SealedEntries,
        gaps: Gaps,
        *,
        trusted: Sequence[Verifier],
        patience_seconds: float,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """The trees may be behind the seals for so many seconds."""
        self._store = store
        self._trees = trees
        self._entries = entries
        self._gaps = gaps
        self._trusted = trusted
        self._patience_seconds = patience_seconds
        self._elapsed = elapsed
        self._behind_since: tuple[int, float] | None = None
        self._looked_at = 0
        self.chain = Chain()
        self.in_archive = 0

    async def advance(self) -> int:
        """Look at the next seal, which may hold thousands of entries; tell whether there is one."""
        with database_deadline():
            row = await self._store.seal_of_all(self._looked_at)
            if row is None:
                return 0
            self._looked_at, seal = row["_id"], _read(row)
            if seal is None:
                self._gaps.add([f"tree: seal {row['_id']} can't be read"])
            else:
                await self._follow(seal)
        return 1

    async def _follow(self, seal: Seal) -> None:
        leaves = dict[str, Told]()
        for some in portions(list(enumerate(seal.ids)), _ENTRIES_AT_ONCE):
            leaves |= await self._looked_at_stored(seal, some)
        archived, lost = await self._entries.archived(set(seal.ids) - leaves.keys())
        self.in_archive += len(archived) + len(lost)
        # Thousands of hashes: not in everybody's way.
        self._gaps.add(await asyncio.to_thread(self._link, seal, {**leaves, **archived}, lost))
        filled = self.chain.trees.filled()
        stored = await self._trees.tiles_of_all(filled) if filled else {}
        for name, (tile, data) in filled.items():
            self._gaps.add(tile_gaps(name, tile, data, stored.get(name)))

    async def _looked_at_stored(
        self, seal: Seal, some: Sequence[tuple[int, str]]
    ) -> Mapping[str, Told]:
        """Look at some entries of a seal, by place and id; only what they tell is kept."""
        rows = await self._entries.stored([one for _, one in some])
        leaves = await asyncio.to_thread(told, rows)
        sound = [rows[one] for place, one in some if is_as_sealed(seal, place, leaves.get(one))]
        self._gaps.add(too_early(seal, sound))
        self._gaps.add(await self._entries.misfiled(sound))
        return leaves

    def _link(
        self, seal: Seal, leaves: Mapping[str, Told], lost: Mapping[str, str]
    ) -> Sequence[str]:
        return list(self.chain.follow(seal, leaves, lost=lost))

    async def compare_trees(self) -> bool:
        """Compare all trees; False if they are behind, but not yet for too long."""
        trees, names = self.chain.trees, [*self.chain.trees.names]
        with database_deadline():
            # Everybody's is grown last: what it has reached, all others have.
            reached = _seal_of((await self._trees.trees_of_all([WHOLE])).get(WHOLE))
        stored: dict[str, Mapping[str, Any]] = {}
        for some in portions(names, _TREES_AT_ONCE):
            with database_deadline():
                stored |= await self._trees.trees_of_all(some)
        with database_deadline():
            # After the trees: a seal comes before any tree that grows by it.
            last = await self._store.last_seal_of_all(self._looked_at)
        is_late = self._is_late(reached)
        for name in names:
            grown, row = trees.of(name), stored.get(name)
            if not (is_late or reached >= min(grown.seals)) or self._has_grown(row, last):
                continue
            self._gaps.add(self._compared(name, row, grown))
        return is_late or reached >= min(trees.of(WHOLE).seals, default=0)

    def _is_late(self, reached: int) -> bool:
        """Say whether the trees have been behind for too long."""
        if reached >= min(self.chain.trees.of(WHOLE).seals, default=0):
            self._behind_since = None
            return False
        if self._behind_since is None or self._behind_since[0] != reached:
            self._behind_since = reached, self._elapsed()
        return self._elapsed() - self._behind_since[1] >= self._patience_seconds

    def _has_grown(self, row: Mapping[str, Any] | None, last: int) -> bool:
        """Say whether a tree is of seals that are still to be followed."""
        return self._looked_at < _seal_of(row) <= last

    def _compared(self, name: str, row: Mapping[str, Any] | None, grown: Regrown) -> Iterator[str]:
        if row is not None and _seal_of(row) not in grown.seals:
            called = name or "the log of all"
            yield (
                f"tree: {called} is stored as of seal {row.get('seal')}, its last is"
                f" {max(grown.seals)}: size {grown.tree.size}"
            )
            return
        yield from head_gaps(name, row, grown, trusted=self._trusted)


def _read(row: Mapping[str, Any]) -> Seal | None:
    if not isinstance(row.get("at"), datetime) or not isinstance(row.get("epoch"), int):
        return None
    try:
        return Seal.read(row)
    except (KeyError, TypeError, ValueError):
        return None


def _seal_of(row: Mapping[str, Any] | None) -> int:
    number = row.get("seal") if row else 0
    return number if isinstance(number, int) else 0
