"""Proofs: those of RFC 6962, those of another implementation, and none that doesn't hold."""

import random
import warnings

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from transparency import (
    Tree,
    Unproven,
    consistency,
    inclusion,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

LARGEST = 700


class Grown(tuple):
    """Leaves, roots by size, tiles, and pymerkle's tree: too long to be shown."""

    __slots__ = ()

    def __repr__(self):
        return "grown"


@pytest.fixture(scope="module")
def grown():
    """Grow one tree here and in pymerkle."""
    tree, tiles, roots, other = (
        Tree(),
        {},
        [Tree().root()],
        pymerkle.InmemoryTree(algorithm="sha256"),
    )
    entries = [number.to_bytes(4, "big") for number in range(LARGEST)]
    for entry in entries:
        tree.append(leaf_hash(entry))
        tiles |= dict(tree.filled())
        roots.append(tree.root())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            other.append_entry(entry)
    edge = {(level, tree.size >> (8 * (level + 1))): tile for level, tile in enumerate(tree.edge)}
    return Grown((entries, roots, {**edge, **tiles}, other))


SIZES = st.integers(1, LARGEST).flatmap(
    lambda size: st.tuples(st.integers(0, size - 1), st.just(size))
)


class TestInclusion:
    def test_rfc_6962(self):
        """RFC 6962 §2.1.3: what proves d0, d3, d4 and d6 of seven leaves."""
        assert [inclusion(index, size=7).ranges for index in (0, 3, 4, 6)] == [
            [(1, 2), (2, 4), (4, 7)],
            [(2, 3), (0, 2), (4, 7)],
            [(5, 6), (6, 7), (0, 4)],
            [(4, 6), (0, 4)],
        ]

    @given(SIZES)
    def test_holds(self, grown, place):
        """Every leaf of every size is proven, with the very hashes that pymerkle gives."""
        (entries, roots, tiles, other), (index, size) = grown, place
        proof = inclusion(index, size=size).hashes(tiles)
        leaf = leaf_hash(entries[index])
        verify_inclusion(leaf, index=index, size=size, proof=proof, root=roots[size])
        assert [leaf, *proof] == other.prove_inclusion(index + 1, size).path
        assert roots[size] == other.get_root(size)

    @given(SIZES, st.randoms(use_true_random=False))
    def test_tampered(self, grown, place, dice):
        """Another leaf, place, size, root or hash, one too many or too few: none is believed."""
        (entries, roots, tiles, _), (index, size) = grown, place
        proof = inclusion(index, size=size).hashes(tiles)
        told = {
            "leaf": leaf_hash(entries[index]),
            "index": index,
            "size": size,
            "proof": proof,
            "root": roots[size],
        }
        with pytest.raises(Unproven):
            verify_inclusion(**_tampered(told, dice))

    @pytest.mark.parametrize(("index", "size"), [(0, 0), (7, 7), (-1, 7)])
    def test_no_leaf(self, index, size):
        """There is no proof of what isn't there."""
        with pytest.raises(ValueError, match="no leaf"):
            inclusion(index, size=size)
        with pytest.raises(Unproven):
            verify_inclusion(b"", index=index, size=size, proof=[], root=b"")


class TestConsistency:
    def test_rfc_6962(self):
        """RFC 6962 §2.1.3: what proves that seven leaves begin with three, four and six."""
        assert [consistency(old, new=7).ranges for old in (3, 4, 6)] == [
            [(2, 3), (3, 4), (0, 2), (4, 7)],
            [(4, 7)],
            [(4, 6), (6, 7), (0, 4)],
        ]

    @given(st.tuples(st.integers(0, LARGEST), st.integers(0, LARGEST)).map(sorted))
    def test_holds(self, grown, sizes):
        """Every size is a beginning of every later one, as pymerkle says of our roots."""
        (_, roots, tiles, other), (old, new) = grown, sizes
        proof = consistency(old, new=new).hashes(tiles)
        verify_consistency(old=old, old_root=roots[old], new=new, new_root=roots[new], proof=proof)
        if 0 < old < new:
            # Its proofs are longer, and in another order; what they prove is the same.
            theirs = other.prove_consistency(old, new)
            pymerkle.verify_consistency(roots[old], roots[new], theirs, old, new)

    @given(
        st.tuples(st.integers(1, LARGEST - 1), st.integers(1, LARGEST - 1)).map(sorted),
        st.randoms(use_true_random=False),
    )
    def test_tampered(self, grown, sizes, dice):
        """Other sizes, roots or hashes are not believed."""
        (_, roots, tiles, _), (old, new) = grown, sizes
        told = {
            "old": old,
            "old_root": roots[old],
            "new": new + 1,
            "new_root": roots[new + 1],
            "proof": consistency(old, new=new + 1).hashes(tiles),
        }
        with pytest.raises(Unproven):
            verify_consistency(**_tampered(told, dice))

    @pytest.mark.parametrize(("old", "new"), [(8, 7), (-1, 7)])
    def test_backwards(self, old, new):
        """A tree doesn't begin with a larger one."""
        with pytest.raises(ValueError, match="no beginning"):
            consistency(old, new=new)
        with pytest.raises(Unproven):
            verify_consistency(old=old, old_root=b"", new=new, new_root=b"", proof=[])


def test_narrow_tile(grown):
    """A tile that lacks a hash is no proof: the missing one is named."""
    _, _, tiles, _ = grown
    with pytest.raises(KeyError):
        inclusion(0, size=LARGEST).hashes({**tiles, (0, 2): b""})


def _tampered(told: dict, dice: random.Random) -> dict:
    """Change one thing, so that it says something else."""
    name = dice.choice(sorted(told))
    value = told[name]
    if name in {"index", "size", "old", "new"}:
        # A size that leaves shape and proof as they are says the same as long as roots are secret.
        return told | {name: value + (LARGEST * 8 if name in {"size", "new"} else 1)}
    if name == "proof":
        proof = list(value)
        if not proof or dice.random() < 0.2:
            proof.append(dice.randbytes(32))
        elif dice.random() < 0.3:
            proof.pop(dice.randrange(len(proof)))
        else:
            proof[dice.randrange(len(proof))] = dice.randbytes(32)
        return told | {name: proof}
    return told | {name: dice.randbytes(32)}
