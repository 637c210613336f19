"""Goes along the log: seals follow each other, entries are what was sealed, the tree is of them."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from transparency import Tree, leaf_hash

from audit.sealing.leaf import sealed_text
from audit.sealing.seal import GENESIS, Seal


class Chain:
    """What follows from the seals so far: pure."""

    def __init__(self) -> None:
        self.number = 0
        self.size = 0
        self.hash = GENESIS
        self.tree = Tree()

    def follow(self, seal: Seal, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        """Go on by a seal, `rows` being its entries as they are stored; yield every gap."""
        if seal.number != self.number + 1:
            yield f"tree: seals {self.number + 1} to {seal.number - 1} are missing"
        if (seal.first, seal.previous) != (self.size, self.hash):
            yield f"tree: seal {seal.number} doesn't follow the one before"
        before = seal.previous
        for place, identity in enumerate(seal.ids):
            index, said = seal.first + place, seal.hashes[place * 32 : place * 32 + 32]
            self.tree.append(seal.leaf(place))
            row = rows.get(identity)
            if row is None:
                yield f"store: entry {identity}, index {index}, is missing"
            else:
                text = sealed_text(row)
                if leaf_hash(text) != seal.leaf(place) or sha256(before + text).digest() != said:
                    yield f"store: entry {identity}, index {index}, isn't what was sealed"
            before = said
        self.number, self.size, self.hash = seal.number, seal.end, seal.hash

    def compare(self, size: int, root: bytes) -> Iterator[str]:
        """Yield a gap where the tree of the seals isn't the one that was signed."""
        if (self.tree.size, self.tree.root()) != (size, root):
            yield f"tree: seals give size {self.tree.size}, signed is {size}, or another root"
