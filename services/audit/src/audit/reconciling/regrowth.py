"""All trees, grown anew from the seals, to be compared with those that are stored. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from transparency import Checkpoint, NoteRefused, Tree, Verifier
from transparency.hashing import HASH_BYTES
from transparency.tiles import HEIGHT, WIDTH, Tile

from audit.sealing.seal import Seal, leaves_of
from audit.trees.forest import WHOLE, log_of, origin_of, tile_name


@dataclass(slots=True)
class Regrown:
    """A tree; which seals it may have been signed after, and when those were made.

    That is the last one that had entries of it, and of everybody's tree the fences behind that.
    """

    tree: Tree = field(default_factory=Tree)
    seals: dict[int, datetime] = field(default_factory=dict)


class Regrowth:
    """Everybody's tree and each tenant's, their right edges alone."""

    def __init__(self) -> None:
        self._grown: dict[str, Regrown] = {}
        self._tiles: dict[str, tuple[Tile, bytes]] = {}

    @property
    def names(self) -> Collection[str]:
        """Return the names of the logs that have entries, everybody's first."""
        return self._grown.keys()

    def sizes(self, tenants: Collection[str]) -> dict[str, int]:
        """Return how many entries the tenants' logs have."""
        return {one: self.of(log_of(one)).tree.size for one in tenants}

    def of(self, name: str) -> Regrown:
        """Return a tree; an empty one where there is none."""
        return self._grown.get(name) or Regrown()

    def grow(self, seal: Seal) -> None:
        """Add a seal's leaves."""
        if not seal.ids and not self._grown:
            # Nothing is signed before the first entry.
            return
        names = [WHOLE, *map(log_of, seal.tenants)]
        for name in names:
            grown = self._grown.setdefault(name, Regrown())
            grown.seals = {**({} if seal.ids else grown.seals), seal.number: seal.at}
        for tenant, leaf in leaves_of(seal):
            for name in {WHOLE, log_of(tenant)}:
                self._grown[name].tree.append(leaf)
        for name in names:
            for tile, data in self._grown[name].tree.filled():
                self._tiles[tile_name(name, tile)] = tile, data

    def filled(self) -> Mapping[str, tuple[Tile, bytes]]:
        """Return the tiles that became full since the last call, by name."""
        tiles, self._tiles = self._tiles, {}
        return tiles


def tile_gaps(name: str, tile: Tile, grown: bytes, stored: bytes | None) -> Iterator[str]:
    """Yield a gap where a stored tile isn't the one that grew."""
    if stored is None:
        first = tile[1] * WIDTH << (HEIGHT * tile[0])
        yield f"tree: {name} is missing, with the entries from index {first} of its log on"
    elif stored != grown:
        first = _first_other(tile, grown, stored)
        yield f"tree: {name} isn't of what was sealed from index {first} of its log on"


def head_gaps(
    name: str, row: Mapping[str, Any] | None, grown: Regrown, *, trusted: Sequence[Verifier]
) -> Iterator[str]:
    """Yield every gap where a log's stored edge, and what was signed, aren't those that grew."""
    called, tree = name or "the log of all", grown.tree
    if row is None:
        yield f"tree: the checkpoint of {called} is missing, at size {tree.size}"
        return
    try:
        said = _said(name, row["checkpoint"], trusted)
        if (said.size, said.root) != (tree.size, tree.root()):
            yield (
                f"tree: {called}: seals give size {tree.size}, signed is {said.size},"
                " or another root"
            )
        edge = [bytes(one) for one in row["edge"]]
        size, at = row["size"], row["at"]
    except NoteRefused as refused:
        yield f"tree: the checkpoint of {called} isn't to be trusted: {refused}"
        return
    except (KeyError, TypeError, ValueError):
        yield f"tree: the checkpoint of {called} can't be read"
        return
    if (size, at) != (tree.size, grown.seals.get(row["seal"], at)):
        yield f"tree: {called} is stored as of size {size}, {at}, which it didn't have then"
    if edge != tree.edge:
        yield from _edge_gaps(called, tree, edge)


def _edge_gaps(called: str, tree: Tree, edge: Sequence[bytes]) -> Iterator[str]:
    for level, grown in enumerate(tree.edge):
        stored = edge[level] if level < len(edge) else b""
        if stored != grown:
            tile = level, tree.size >> (HEIGHT * (level + 1))
            first = _first_other(tile, grown, stored)
            yield f"tree: the edge of {called} isn't of what was sealed from index {first} on"
            return
    yield f"tree: the edge of {called} has more levels than grew, at index {tree.size}"


def _first_other(tile: Tile, grown: bytes, stored: bytes) -> int:
    """Return the index of the first entry below the first hash that differs."""
    level, number = tile
    hashes = range(0, max(len(grown), len(stored)), HASH_BYTES)
    place = next(
        at // HASH_BYTES
        for at in hashes
        if grown[at : at + HASH_BYTES] != stored[at : at + HASH_BYTES]
    )
    return (number * WIDTH + place) << (HEIGHT * level)


def _said(name: str, note: str, trusted: Sequence[Verifier]) -> Checkpoint:
    """Read a checkpoint that one of these keys has signed; raise `NoteRefused`."""
    refusal = NoteRefused("no key is trusted")
    for verifier in trusted:
        try:
            return Checkpoint.read(note, verifier=verifier.named(origin_of(verifier.name, name)))
        except NoteRefused as refused:
            refusal = refused
    raise refusal
