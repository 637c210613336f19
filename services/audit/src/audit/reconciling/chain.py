"""Goes along the log: seals follow each other, entries are what was sealed. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from transparency import leaf_hash
from transparency.hashing import HASH_BYTES

from audit.reconciling.regrowth import Regrowth
from audit.sealing.leaf import Leaf
from audit.sealing.seal import Seal, beginning

# Seals and entries get their times from different machines.
_CLOCKS_DIFFER = timedelta(minutes=5)
# What a seal takes of a stored entry; None of one that no seal can be made of.
Told = Leaf | None


def told(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Told]:
    """Return what stored entries tell, by id."""
    return {identity: _leaf_of(row) for identity, row in rows.items()}


def _leaf_of(row: Mapping[str, Any]) -> Told:
    try:
        return Leaf.of(row)
    except (KeyError, TypeError, ValueError):
        return None


def is_as_sealed(seal: Seal, place: int, leaf: Told) -> bool:
    """Say whether it is what stands at a place in this seal."""
    start = place * HASH_BYTES
    before = seal.hashes[start - HASH_BYTES : start] if place else seal.previous
    return (
        leaf is not None
        and leaf_hash(leaf.text) == seal.leaf(place)
        and sha256(before + leaf.text).digest() == seal.hashes[start : start + HASH_BYTES]
    )


def too_early(seal: Seal, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Tell of the first entry that came after the seal says that it was made."""
    for row in rows:
        received = row["receivedAt"]
        # One that is no time at all is told of by itself.
        if isinstance(received, datetime) and received - seal.at > _CLOCKS_DIFFER:
            yield (
                f"tree: seal {seal.number} says that it was made at {seal.at.isoformat()}: entry"
                f" {row['_id']} was received after that"
            )
            return


class Chain:
    """What follows from the seals so far."""

    def __init__(self) -> None:
        self.last = beginning(datetime.fromtimestamp(0, UTC))
        self.trees = Regrowth()
        self._lost: set[str] = set()

    @property
    def size(self) -> int:
        """Return how many entries were sealed."""
        return self.last.end

    def follow(
        self, seal: Seal, leaves: Mapping[str, Told], *, lost: Mapping[str, str]
    ) -> Iterator[str]:
        """Go on by a seal; yield every gap.

        `leaves` are what its entries tell by id; of those that are `lost` it is known how.
        """
        yield from self._untimely(seal)
        if not self._is_that_of(seal, leaves):
            yield from self._wrong(seal, leaves, lost)
        self.last = seal
        self.trees.grow(seal)

    def _untimely(self, seal: Seal) -> Iterator[str]:
        """Tell of a seal that says it is older than the one before it, or of an earlier turn."""
        if seal.epoch < self.last.epoch or self.last.at - seal.at > _CLOCKS_DIFFER:
            yield (
                f"tree: seal {seal.number} says that it was made at {seal.at.isoformat()} in turn"
                f" {seal.epoch}: that is before seal {self.last.number}"
            )

    def _is_that_of(self, seal: Seal, leaves: Mapping[str, Told]) -> bool:
        """Say whether it is the seal that would be made of these entries today."""
        found = [leaf for identity in seal.ids if (leaf := leaves.get(identity)) is not None]
        if len(found) < len(seal.ids):
            return False
        try:
            sizes = self.trees.sizes({leaf.tenant for leaf in found} - {""})
            return self.last.following(found, epoch=seal.epoch, at=seal.at, sizes=sizes) == seal
        except (KeyError, TypeError, ValueError):
            return False

    def _wrong(
        self, seal: Seal, leaves: Mapping[str, Told], lost: Mapping[str, str]
    ) -> Iterator[str]:
        is_told = False
        for gap in (*self._misplaced(seal), *self._changed(seal, leaves, lost)):
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

    def _changed(
        self, seal: Seal, leaves: Mapping[str, Told], lost: Mapping[str, str]
    ) -> Iterator[str]:
        for place, identity in enumerate(seal.ids):
            index = seal.first + place
            if identity in lost:
                if lost[identity] not in self._lost:
                    self._lost.add(lost[identity])
                    yield f"archive: {lost[identity]} First of it: entry {identity}, index {index}"
            elif identity not in leaves:
                yield f"store: entry {identity}, index {index}, is missing"
            elif not is_as_sealed(seal, place, leaves[identity]):
                yield f"store: entry {identity}, index {index}, isn't what was sealed"
