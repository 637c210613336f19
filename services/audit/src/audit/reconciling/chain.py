"""Goes along the log: seals follow each other, entries are what was sealed. Pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from transparency import leaf_hash
from transparency.hashing import HASH_BYTES

from audit.reconciling.regrowth import Regrowth
from audit.sealing.leaf import Leaf, sealed_text
from audit.sealing.seal import Seal, beginning

Rows = Mapping[str, Mapping[str, Any]]


class Chain:
    """What follows from the seals so far."""

    def __init__(self) -> None:
        self.last = beginning(datetime.fromtimestamp(0, UTC))
        self.trees = Regrowth()
        # Of the seal that was followed last.
        self.damaged: set[str] = set()
        self._lost: set[str] = set()

    @property
    def size(self) -> int:
        """Return how many entries were sealed."""
        return self.last.end

    def follow(self, seal: Seal, rows: Rows, *, lost: Mapping[str, str]) -> Iterator[str]:
        """Go on by a seal; yield every gap.

        `rows` are its entries as they are stored; of those that are `lost` it is known how.
        """
        self.damaged.clear()
        if not self._is_as_sealed(seal, rows):
            yield from self._wrong(seal, rows, lost)
        self.last = seal
        self.trees.grow(seal)

    def _is_as_sealed(self, seal: Seal, rows: Rows) -> bool:
        """Say whether it is the seal that would be made of these entries today."""
        try:
            told = [Leaf.of(rows[identity]) for identity in seal.ids]
            sizes = self.trees.sizes({leaf.tenant for leaf in told} - {""})
            return self.last.following(told, epoch=seal.epoch, at=seal.at, sizes=sizes) == seal
        except (KeyError, TypeError, ValueError):
            return False

    def _wrong(self, seal: Seal, rows: Rows, lost: Mapping[str, str]) -> Iterator[str]:
        is_told = False
        for gap in (*self._misplaced(seal), *self._changed(seal, rows, lost)):
            is_told = True
            yield gap
        if not is_told and not lost.keys() & set(seal.ids):
            yield f"tree: seal {seal.number}, from index {seal.first} on, isn't that of its entries"

    def _misplaced(self, seal: Seal) -> Iterator[str]:
        last = self.last
        if seal.number != last.number + 1:
            yield (
                f"tree: seals {last.number + 1} to {seal.number - 1} are missing,"
                f" with the entries from index {last.end} on"
            )
        if (seal.first, seal.previous) != (last.end, last.hash):
            yield (
                f"tree: seal {seal.number} doesn't follow the one before: it should go on at"
                f" index {last.end}"
            )
        if {len(seal.hashes), len(seal.leaves)} != {len(seal.ids) * HASH_BYTES}:
            yield f"tree: seal {seal.number}, from index {seal.first} on, lacks hashes or entries"

    def _changed(self, seal: Seal, rows: Rows, lost: Mapping[str, str]) -> Iterator[str]:
        before = seal.previous
        for place, identity in enumerate(seal.ids):
            index = seal.first + place
            said = seal.hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES]
            if identity in lost:
                if lost[identity] not in self._lost:
                    self._lost.add(lost[identity])
                    yield f"archive: {lost[identity]} First of it: entry {identity}, index {index}"
            elif identity not in rows:
                yield f"store: entry {identity}, index {index}, is missing"
            elif not _is_sealed(rows[identity], seal.leaf(place), before, said):
                self.damaged.add(identity)
                yield f"store: entry {identity}, index {index}, isn't what was sealed"
            before = said


def _is_sealed(row: Mapping[str, Any], leaf: bytes, before: bytes, said: bytes) -> bool:
    try:
        text = sealed_text(row)
    except (KeyError, TypeError, ValueError):
        return False
    return leaf_hash(text) == leaf and sha256(before + text).digest() == said
