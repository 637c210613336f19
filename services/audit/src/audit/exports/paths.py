"""The paths of an export's entries in the log's tree, each without what the one before has."""

import asyncio
from collections.abc import Sequence

from transparency import Need, inclusion
from transparency.proofs import Range

from audit.proofs.prover import Prover
from audit.trees.forest import WHOLE

Path = tuple[int, list[bytes]]


class Paths:
    """Proofs at one size of the log, for ascending indexes."""

    def __init__(self, prover: Prover, size: int) -> None:
        self._prover = prover
        self._size = size
        self._before: Sequence[Range] = ()

    async def of(self, indexes: Sequence[int]) -> list[Path]:
        """Return `(kept, hashes)` of each: how many hashes the path before ends with, the rest."""
        shares = [self._share(index) for index in indexes]
        needed = {tile for _, need in shares for tile in need.tiles}
        # The log may have grown: what it was at a smaller size is in its tiles as well.
        tiles = await self._prover.tiles(await self._prover.head(WHOLE), needed)
        return await asyncio.to_thread(
            lambda: [(kept, need.hashes(tiles)) for kept, need in shares]
        )

    def _share(self, index: int) -> tuple[int, Need]:
        ranges = inclusion(index, size=self._size).ranges
        kept = 0
        for own, before in zip(reversed(ranges), reversed(self._before), strict=False):
            if own != before:
                break
            kept += 1
        self._before = ranges
        return kept, Need(ranges[: len(ranges) - kept])
