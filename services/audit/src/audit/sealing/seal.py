"""A seal: the next entries of the log, in order, with their hashes; pure.

`hash` of an entry is SHA-256 over the previous hash and the entry's canonical text. A seal without
entries is a fence: whoever takes the sequencer's lease over begins with one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from transparency import leaf_hash
from transparency.hashing import HASH_BYTES

from audit.sealing.leaf import Leaf

GENESIS = bytes(HASH_BYTES)


@dataclass(frozen=True, slots=True)
class Part:
    """A tenant's entries in a seal: from `first` on in its own log, and where they stand here."""

    first: int
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class Sealed:
    """One entry's place in the log."""

    index: int
    previous: bytes
    hash: bytes
    tenant_index: int | None


@dataclass(frozen=True, slots=True)
class Seal:
    """Entries `first` to before `end`, number `number` of all seals."""

    number: int
    epoch: int
    first: int
    previous: bytes
    at: datetime
    # Everything up to here in the stream has been sealed, but for what came late.
    sequence: int
    ids: Sequence[str] = ()
    late: Sequence[int] = ()
    hashes: bytes = b""
    leaves: bytes = b""
    tenants: Mapping[str, Part] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The index of the entry after these."""
        return self.first + len(self.ids)

    @property
    def hash(self) -> bytes:
        """The hash of the last entry so far."""
        return self.hashes[-HASH_BYTES:] or self.previous

    def leaf(self, place: int) -> bytes:
        """Return the leaf hash of the entry at a place in this seal."""
        return self.leaves[place * HASH_BYTES : (place + 1) * HASH_BYTES]

    def place_of(self, identity: str, *, tenant: str = "") -> Sealed:
        """Return where an entry of this seal stands in the log, and in its tenant's."""
        place = self.ids.index(identity)
        start = place * HASH_BYTES
        part = self.tenants.get(tenant)
        return Sealed(
            index=self.first + place,
            previous=self.hashes[start - HASH_BYTES : start] if place else self.previous,
            hash=self.hashes[start : start + HASH_BYTES],
            tenant_index=part.first + part.places.index(place) if part else None,
        )

    def stored(self) -> dict[str, Any]:
        """Return what the database keeps."""
        return {
            "_id": self.number,
            "epoch": self.epoch,
            "first": self.first,
            "previous": self.previous,
            "at": self.at,
            "sequence": self.sequence,
            "ids": list(self.ids),
            "late": list(self.late),
            "hashes": self.hashes,
            "leaves": self.leaves,
            "tenants": [
                {"slug": slug, "first": part.first, "places": list(part.places)}
                for slug, part in self.tenants.items()
            ],
        }

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """Build from what the database returned."""
        return cls(
            number=row["_id"],
            epoch=row["epoch"],
            first=row["first"],
            previous=bytes(row["previous"]),
            at=row["at"],
            sequence=row["sequence"],
            ids=row["ids"],
            late=row["late"],
            hashes=bytes(row["hashes"]),
            leaves=bytes(row["leaves"]),
            tenants={one["slug"]: Part(one["first"], one["places"]) for one in row["tenants"]},
        )

    def fence(self, *, epoch: int, at: datetime) -> "Seal":
        """Return the seal after this one that holds nothing, and ends the epoch before."""
        return Seal(
            number=self.number + 1,
            epoch=epoch,
            first=self.end,
            previous=self.hash,
            at=at,
            sequence=self.sequence,
        )

    def following(
        self,
        entries: Sequence[Leaf],
        *,
        epoch: int,
        at: datetime,
        sizes: Mapping[str, int],
    ) -> "Seal":
        """Return the seal of these entries; `sizes` are those of their tenants' logs."""
        hashes, leaves, previous = bytearray(), bytearray(), self.hash
        places: dict[str, list[int]] = {}
        for place, entry in enumerate(entries):
            previous = sha256(previous + entry.text).digest()
            hashes += previous
            leaves += leaf_hash(entry.text)
            if entry.tenant:
                places.setdefault(entry.tenant, []).append(place)
        sequences = [entry.sequence for entry in entries]
        return Seal(
            number=self.number + 1,
            epoch=epoch,
            first=self.end,
            previous=self.hash,
            at=at,
            sequence=max([self.sequence, *sequences]),
            ids=[entry.identity for entry in entries],
            late=[sequence for sequence in sequences if sequence <= self.sequence],
            hashes=bytes(hashes),
            leaves=bytes(leaves),
            tenants={slug: Part(sizes[slug], found) for slug, found in places.items()},
        )


def beginning(at: datetime) -> Seal:
    """Return what stands before the first seal."""
    return Seal(number=0, epoch=0, first=0, previous=GENESIS, at=at, sequence=0)


def leaves_of(seal: Seal) -> Iterator[tuple[str, bytes]]:
    """Yield the leaf hashes of a seal with their tenant's slug, in order."""
    slugs = {place: slug for slug, part in seal.tenants.items() for place in part.places}
    for place in range(len(seal.ids)):
        yield slugs.get(place, ""), seal.leaf(place)
