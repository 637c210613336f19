"""Which tile holds which node (C2SP tlog-tiles): pure arithmetic.

A node is (level, index): the root of the complete subtree over the leaves from index * 2**level on.
A tile is (level, number): up to 256 nodes of level 8 * level. Its width says how many there are.
"""

from collections.abc import Mapping

from transparency.hashing import HASH_BYTES, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
TILE_BYTES = WIDTH * HASH_BYTES

Node = tuple[int, int]
Tile = tuple[int, int]


def width_of(level: int, number: int, *, size: int) -> int:
    """Return how many hashes a tile has in a tree of this size."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))


def path_of(level: int, number: int, *, width: int = WIDTH) -> str:
    """Return the name of a tile: `tile/0/x001/234`, `tile/0/005.p/17`."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{level}/{name}" + ("" if width == WIDTH else f".p/{width}")


def tile_of(node: Node) -> Tile:
    """Return the tile that a node is computed from."""
    level, index = node
    return level // HEIGHT, (index << (level % HEIGHT)) // WIDTH


def hash_in(node: Node, tiles: Mapping[Tile, bytes]) -> bytes:
    """Compute a node from its tile."""
    level, index = node
    count = 1 << (level % HEIGHT)
    start = (index * count) % WIDTH
    data = tiles[tile_of(node)][start * HASH_BYTES : (start + count) * HASH_BYTES]
    if len(data) < count * HASH_BYTES:
        raise KeyError(node)
    return root_of(data)


def root_of(hashes: bytes) -> bytes:
    """Return the root over a power of two of concatenated hashes."""
    row = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]
