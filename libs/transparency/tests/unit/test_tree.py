"""Trees: roots as RFC 6962 has them, at every size, however often they are taken up again."""

import random

import pytest
from transparency import EMPTY_ROOT, Tree, leaf_hash
from transparency.hashing import node_hash
from transparency.tiles import path_of, root_of

# The vectors of the reference implementation of RFC 6962 (Certificate Transparency).
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
LEAVES += ["606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive(leaves):
    """RFC 6962 §2.1, word by word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(naive(leaves[:half]), naive(leaves[half:]))


class TestTree:
    def test_rfc_6962(self):
        """The published roots of the published leaves."""
        tree, roots = Tree(), []
        for leaf in LEAVES:
            tree.append(leaf_hash(bytes.fromhex(leaf)))
            roots.append(tree.root().hex())
        assert roots == ROOTS

    def test_empty(self):
        """The empty tree's root is the hash of nothing."""
        assert Tree().root().hex() == (
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )

    @pytest.mark.parametrize("seed", range(4))
    def test_any_size(self, seed):
        """A tree of any size has the root of the definition, also when it is continued."""
        dice = random.Random(seed)
        leaves = [dice.randbytes(32) for _ in range(dice.randrange(1200))]
        tree = Tree()
        for number, leaf in enumerate(leaves):
            tree.append(leaf)
            if dice.random() < 0.1:
                assert tree.root() == naive(leaves[: number + 1])
                tree = Tree(size=tree.size, edge=tree.edge)
        assert tree.root() == naive(leaves)

    def test_tiles(self):
        """Tiles are the hashes one after the other; those of level 1 are roots of full ones."""
        leaves = [leaf_hash(bytes([number % 256])) for number in range(70_000)]
        tree, tiles = Tree(), {}
        for leaf in leaves:
            tree.append(leaf)
            tiles |= dict(tree.filled())
        assert len([tile for tile in tiles if tile[0] == 0]) == 273
        assert tiles[0, 7] == b"".join(leaves[7 * 256 : 8 * 256])
        assert tiles[1, 0] == b"".join(root_of(tiles[0, number]) for number in range(256))
        # The example of tlog-tiles: partial tiles of 112, 17 and 1.
        assert [len(tile) // 32 for tile in tree.edge] == [112, 17, 1]

    @pytest.mark.parametrize(
        ("size", "edge"),
        [(3, [b"x" * 32]), (0, [b"x" * 32]), (256, [b"x" * 32]), (3, []), (2, [b"x" * 63])],
    )
    def test_foreign_edge(self, size, edge):
        """Partial tiles of another size are refused, rather than continued wrongly."""
        with pytest.raises(ValueError, match="don't belong"):
            Tree(size=size, edge=edge)


class TestPathOf:
    @pytest.mark.parametrize(
        ("level", "number", "width", "path"),
        [
            (0, 1234067, 256, "tile/0/x001/x234/067"),
            (1, 0, 256, "tile/1/000"),
            (0, 273, 112, "tile/0/273.p/112"),
            (2, 1000, 1, "tile/2/x001/000.p/1"),
        ],
    )
    def test_names(self, level, number, width, path):
        """Tiles are named as tlog-tiles names them."""
        assert path_of(level, number, width=width) == path
