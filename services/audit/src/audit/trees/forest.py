"""Grows the trees: a seal's leaves into everybody's tree and into each tenant's.

What a tree is after a seal follows from the seals alone. So it doesn't matter who grows it, or how
often: tiles are written first, tenants' trees next, everybody's last, and none is ever set back.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transparency import Checkpoint, NoteRefused, Signer, Tree, Verifier
from transparency.tiles import Tile, path_of

from audit.sealing.seal import Seal, leaves_of
from audit.trees.store import TreeStore

# Everybody's log; a tenant's is `tenant/<slug>`.
WHOLE = ""
_MOST_CACHED = 2_000


class LogBroken(Exception):  # noqa: N818 - states the fact
    """A stored tree isn't the one that was signed: nothing may be added to it."""


def log_of(tenant: str) -> str:
    """Return the name of a tenant's log."""
    return f"tenant/{tenant}" if tenant else WHOLE


def tile_name(log: str, tile: Tile) -> str:
    """Return the name of a full tile of a log."""
    return f"{log}/{path_of(*tile)}".lstrip("/")


def origin_of(base: str, log: str) -> str:
    """Return how a log calls itself in its checkpoints."""
    return f"{base}/{log}" if log else base


@dataclass(slots=True)
class Grown:
    """A tree after a seal."""

    tree: Tree
    seal: int


class Forest:
    """All trees; those used last are kept at hand."""

    def __init__(
        self, store: TreeStore, signer: Signer, *, former: Sequence[Verifier] = ()
    ) -> None:
        """Trees that were signed with one of the `former` keys are taken up too."""
        self._store = store
        self._signer = signer
        self._trusted = [signer.verifier, *former]
        self._cached: OrderedDict[str, Grown] = OrderedDict()

    def forget(self) -> None:
        """Read everything anew: somebody else may have grown it."""
        self._cached.clear()

    async def reached(self) -> int:
        """Return the number of the last seal that all trees have grown by."""
        return (await self._load([WHOLE]))[WHOLE].seal

    async def sizes(self, tenants: Collection[str]) -> dict[str, int]:
        """Return how many entries the tenants' logs have."""
        grown = await self._load([log_of(tenant) for tenant in tenants])
        return {tenant: grown[log_of(tenant)].tree.size for tenant in tenants}

    async def grow(self, seal: Seal) -> None:
        """Add a seal's leaves; the seals before it must have been added."""
        logs = [WHOLE, *map(log_of, seal.tenants)]
        loaded = await self._load(logs)
        behind = {name: grown for name, grown in loaded.items() if grown.seal < seal.number}
        for tenant, leaf in leaves_of(seal):
            for name in {WHOLE, log_of(tenant)} & behind.keys():
                behind[name].tree.append(leaf)
        tiles = {
            tile_name(name, tile): data
            for name, grown in behind.items()
            for tile, data in grown.tree.filled()
        }
        if tiles:
            await self._store.add_tiles_of_all(tiles)
        whole = {WHOLE: self._row(WHOLE, behind.pop(WHOLE), seal)} if WHOLE in behind else {}
        if behind:
            rows = {name: self._row(name, grown, seal) for name, grown in behind.items()}
            await self._store.save(rows, seal=seal.number)
        if whole:
            await self._store.save(whole, seal=seal.number)
        self._cut()

    def _row(self, name: str, grown: Grown, seal: Seal) -> dict[str, Any]:
        grown.seal = seal.number
        tree = grown.tree
        checkpoint = Checkpoint(self._origin(name), tree.size, tree.root())
        return {
            "size": tree.size,
            "edge": tree.edge,
            "checkpoint": checkpoint.signed(self._signer),
            "at": seal.at,
        }

    async def _load(self, names: Collection[str]) -> Mapping[str, Grown]:
        missing = [name for name in names if name not in self._cached]
        rows = await self._store.trees_of_all(missing) if missing else {}
        for name in missing:
            self._cached[name] = self._checked(name, rows.get(name))
        for name in names:
            self._cached.move_to_end(name)
        return {name: self._cached[name] for name in names}

    def _checked(self, name: str, row: Mapping[str, Any] | None) -> Grown:
        """Take up a tree only as it was signed: a log never contradicts what it has said."""
        if row is None:
            return Grown(Tree(), 0)
        try:
            tree = Tree(size=row["size"], edge=row["edge"])
            said = self._said(name, row["checkpoint"])
        except ValueError as error:
            raise LogBroken(f"The log {name or 'of all'} can't be taken up: {error}.") from error
        if (said.size, said.root) != (tree.size, tree.root()):
            raise LogBroken(f"The log {name or 'of all'} isn't what its checkpoint says.")
        return Grown(tree, row["seal"])

    def _said(self, name: str, note: str) -> Checkpoint:
        refusal = None
        for verifier in self._trusted:
            try:
                return Checkpoint.read(
                    note, verifier=verifier.named(origin_of(verifier.name, name))
                )
            except NoteRefused as refused:
                refusal = refusal or refused
        raise refusal or NoteRefused("no key is trusted")

    def _origin(self, name: str) -> str:
        return origin_of(self._signer.verifier.name, name)

    def _cut(self) -> None:
        while len(self._cached) > _MOST_CACHED:
            self._cached.popitem(last=False)
