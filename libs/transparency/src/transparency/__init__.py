"""Logs that prove what they hold: RFC 6962 trees in C2SP's tiles, checkpoints and proofs."""

from transparency.canonical import canonical
from transparency.checkpoints import Checkpoint, Proof
from transparency.hashing import EMPTY_ROOT, leaf_hash
from transparency.notes import NoteRefused, Signer, Verifier
from transparency.proofs import Need, consistency, inclusion
from transparency.tree import Tree
from transparency.verifying import Unproven, verify_consistency, verify_inclusion

__all__ = [
    "EMPTY_ROOT",
    "Checkpoint",
    "Need",
    "NoteRefused",
    "Proof",
    "Signer",
    "Tree",
    "Unproven",
    "Verifier",
    "canonical",
    "consistency",
    "inclusion",
    "leaf_hash",
    "verify_consistency",
    "verify_inclusion",
]
