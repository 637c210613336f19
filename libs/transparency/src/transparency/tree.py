"""A growing RFC 6962 tree that keeps its right edge alone; the rest is in the tiles it gives."""

from collections.abc import Sequence

from transparency.hashing import EMPTY_ROOT, HASH_BYTES, node_hash
from transparency.tiles import HEIGHT, TILE_BYTES, WIDTH, Tile, root_of, width_of


class Tree:
    """Append in about two hashes; the root costs as many as the size has binary digits."""

    def __init__(self, *, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        """Continue a tree from its partial tiles, the lowest level first."""
        self.size = size
        self._edge = [bytearray(tile) for tile in edge]
        self._filled: list[tuple[Tile, bytes]] = []
        levels = range((max(size, 1).bit_length() - 1) // HEIGHT + 1)
        widths = [width_of(level, size >> (HEIGHT * (level + 1)), size=size) for level in levels]
        if [len(tile) for tile in self._edge] != [width * HASH_BYTES for width in widths][
            : len(self._edge)
        ] or any(widths[len(self._edge) :]):
            raise ValueError("the partial tiles don't belong to a tree of this size")
        # Roots of the complete subtrees, the largest first: the binary digits of the size.
        self._peaks = [
            root_of(bytes(tile[start * HASH_BYTES : (start + count) * HASH_BYTES]))
            for tile in reversed(self._edge)
            for start, count in _powers(len(tile) // HASH_BYTES)
        ]

    @property
    def edge(self) -> list[bytes]:
        """The partial tile of each level, some of them empty."""
        return [bytes(tile) for tile in self._edge]

    def append(self, leaf: bytes) -> None:
        """Add a leaf, by its hash."""
        self._keep(0, leaf)
        node, level = leaf, 0
        while self.size >> level & 1:
            node = node_hash(self._peaks.pop(), node)
            level += 1
            if level % HEIGHT == 0:
                self._keep(level // HEIGHT, node)
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the tree's root hash."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def filled(self) -> list[tuple[Tile, bytes]]:
        """Return the tiles that became full since the last call: they never change again."""
        tiles, self._filled = self._filled, []
        return tiles

    def _keep(self, level: int, node: bytes) -> None:
        if level == len(self._edge):
            self._edge.append(bytearray())
        tile = self._edge[level]
        tile += node
        if len(tile) == TILE_BYTES:
            self._filled.append(((level, self.size >> (HEIGHT * (level + 1))), bytes(tile)))
            tile.clear()


def _powers(count: int) -> list[tuple[int, int]]:
    """Cut a count below 256 into powers of two, the largest first: (start, how many)."""
    cuts, start = [], 0
    for bit in reversed(range(WIDTH.bit_length() - 1)):
        if count >> bit & 1:
            cuts.append((start, 1 << bit))
            start += 1 << bit
    return cuts
