"""Whether a proof holds, by its hashes alone (RFC 9162 §2.1.3.2, §2.1.4.2; the same trees)."""

import hmac
from collections.abc import Sequence

from transparency.hashing import node_hash


class Unproven(Exception):  # noqa: N818 - states the fact
    """The hashes don't prove it."""


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise `Unproven` unless the tree with this root has that leaf at `index`."""
    if not 0 <= index < size:
        raise Unproven("there is no such leaf in a tree of this size")
    found = leaf
    for sibling, is_left in zip(proof, _turns(index, size - 1, len(proof)), strict=True):
        found = node_hash(sibling, found) if is_left else node_hash(found, sibling)
    if not hmac.compare_digest(found, root):
        raise Unproven("the leaf and its proof don't lead to the root")


def verify_consistency(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise `Unproven` unless the new tree begins with the old one."""
    if not 0 <= old <= new:
        raise Unproven("the older tree is the larger one")
    if old in {0, new}:
        if proof or (old == new and not hmac.compare_digest(old_root, new_root)):
            raise Unproven("trees of one size differ, or something is left over")
        return
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    # From the largest complete subtree that ends where the old tree does.
    shift = (old & -old).bit_length() - 1
    turns = _turns((old - 1) >> shift, (new - 1) >> shift, len(hashes) - 1)
    older = newer = hashes[0]
    for sibling, is_left in zip(hashes[1:], turns, strict=True):
        if is_left:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
        else:
            newer = node_hash(newer, sibling)
    if not (hmac.compare_digest(older, old_root) and hmac.compare_digest(newer, new_root)):
        raise Unproven("the proof doesn't lead to both roots")


def _turns(node: int, last: int, count: int) -> list[bool]:
    """Say of each hash on the way up whether it stands on the left; there must be `count`."""
    turns = []
    while last:
        is_left = bool(node & 1) or node == last
        turns.append(is_left)
        while is_left and node and not node & 1:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    if len(turns) != count:
        raise Unproven("the proof is too long or too short")
    return turns
