"""Computes proofs of one log at its newest checkpoint, from its tiles."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from transparency import EMPTY_ROOT, Checkpoint, Need, Proof, Signer, inclusion
from transparency.proofs import whole
from transparency.tiles import HEIGHT, WIDTH, Tile, width_of

from audit.trees.forest import origin_of, tile_name
from audit.trees.store import TreeStore


@dataclass(frozen=True, slots=True)
class Head:
    """A log as it was last signed."""

    name: str
    origin: str
    size: int
    note: str
    at: datetime | None
    edge: list[bytes]


class Prover:
    """Reads what the sequencer wrote; any instance does."""

    def __init__(self, store: TreeStore, signer: Signer) -> None:
        self._store = store
        self._signer = signer

    async def head(self, name: str) -> Head:
        """Return a log's newest checkpoint; an empty log is signed here."""
        row = (await self._store.trees_of_all([name])).get(name)
        origin = origin_of(self._signer.verifier.name, name)
        if row is None:
            note = Checkpoint(origin, 0, EMPTY_ROOT).signed(self._signer)
            return Head(name, origin, 0, note, None, [])
        return Head(name, origin, row["size"], row["checkpoint"], row["at"], row["edge"])

    def sign(self, head: Head, *, size: int, root: bytes) -> str:
        """Sign what a log was at a size that it has had."""
        return Checkpoint(head.origin, size, root).signed(self._signer)

    def key_of(self, head: Head) -> str:
        """Return the public key that verifies a log's checkpoints."""
        return str(self._signer.verifier.named(head.origin))

    async def inclusion(self, head: Head, index: int) -> Proof:
        """Prove that a log has its entry at `index`."""
        hashes = await self.hashes(head, inclusion(index, size=head.size))
        return Proof(index, hashes, head.note)

    async def root(self, head: Head, size: int) -> bytes:
        """Return what the log's root was at a size."""
        return (await self.hashes(head, whole(size)))[0] if size else EMPTY_ROOT

    async def hashes(self, head: Head, need: Need) -> list[bytes]:
        """Compute what a proof needs from the log's tiles."""
        return need.hashes(await self.tiles(head, need.tiles))

    async def tiles(self, head: Head, tiles: Collection[Tile]) -> dict[Tile, bytes]:
        """Read tiles of a log; those at its right edge come with its head."""
        edge = {
            (level, head.size >> (HEIGHT * (level + 1))): data
            for level, data in enumerate(head.edge)
        }
        full = {tile for tile in tiles if width_of(*tile, size=head.size) == WIDTH}
        names = {tile_name(head.name, tile): tile for tile in full}
        found = await self._store.tiles_of_all(names) if names else {}
        return edge | {names[name]: data for name, data in found.items()}
