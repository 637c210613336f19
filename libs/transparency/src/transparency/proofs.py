"""Which hashes prove something (RFC 6962 §2.1.1, §2.1.2), computed from tiles.

Reading tiles is somebody else's work: a proof is first a `Need`, which names the tiles, and becomes
hashes once they are there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transparency.hashing import node_hash
from transparency.tiles import Node, Tile, hash_in, tile_of

# Leaves from the first number to before the second.
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Need:
    """A proof that is still to be computed: the roots over these ranges of leaves, in order."""

    ranges: Sequence[Range]

    @property
    def tiles(self) -> frozenset[Tile]:
        """The tiles to read."""
        return frozenset(tile_of(node) for one in self.ranges for node in _nodes(one))

    def hashes(self, tiles: Mapping[Tile, bytes]) -> list[bytes]:
        """Compute the proof; a KeyError means that a tile is missing or too narrow."""
        return [_root(one, tiles) for one in self.ranges]


def inclusion(index: int, *, size: int) -> Need:
    """Prove that a tree of this size holds the leaf at `index`; from the leaf up to the root."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of size {size} has no leaf {index}")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return Need(ranges[::-1])


def consistency(old: int, *, new: int) -> Need:
    """Prove that a tree of size `new` begins with that of size `old`."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of size {new} has no beginning of size {old}")
    if old in {0, new}:
        return Need(())
    ranges: list[Range] = []
    start, end, is_old_root = 0, new, True
    while end > old:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, is_old_root = middle, False
    # Who checks has the old root already, where that is one of the hashes.
    return Need([*([] if is_old_root else [(start, end)]), *ranges[::-1]])


def whole(size: int) -> Need:
    """Compute the root of the tree of this size itself; no hash for an empty one."""
    return Need([(0, size)] if size else [])


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _nodes(leaves: Range) -> list[Node]:
    """Cut a range that begins at a multiple of its first subtree into complete subtrees."""
    start, end = leaves
    nodes: list[Node] = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def _root(leaves: Range, tiles: Mapping[Tile, bytes]) -> bytes:
    *others, last = (hash_in(node, tiles) for node in _nodes(leaves))
    for other in reversed(others):
        last = node_hash(other, last)
    return last
