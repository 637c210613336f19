"""A log's signed size and root (C2SP tlog-checkpoint), and proofs that carry one (tlog-proof)."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from transparency.hashing import HASH_BYTES
from transparency.notes import NoteRefused, Signer, Verifier

_NUMBER = re.compile(r"0|[1-9][0-9]*")
_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at a size."""

    origin: str
    size: int
    root: bytes

    def signed(self, signer: Signer) -> str:
        """Return the checkpoint as a note, signed in the log's name."""
        root = base64.b64encode(self.root).decode()
        return signer.sign(f"{self.origin}\n{self.size}\n{root}\n", name=self.origin)

    @classmethod
    def read(cls, note: str, *, verifier: Verifier) -> Self:
        """Read a checkpoint that this key has signed; raise `NoteRefused` otherwise."""
        origin, size, root, *_ = [*verifier.text_of(note).split("\n"), "", ""]
        if origin != verifier.name:
            raise NoteRefused(f"the checkpoint is of {origin}, not of {verifier.name}")
        return cls(origin, number(size), hash_of(root))


@dataclass(frozen=True, slots=True)
class Proof:
    """That a log holds something at `index`: its hashes, and the checkpoint they lead to."""

    index: int
    hashes: Sequence[bytes]
    checkpoint: str

    def __str__(self) -> str:
        hashes = [base64.b64encode(one).decode() for one in self.hashes]
        return "\n".join([_HEADER, f"index {self.index}", *hashes, "", self.checkpoint])

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a proof; raise `NoteRefused` for what is none. Nothing is verified by that."""
        head, separator, checkpoint = text.partition("\n\n")
        header, *lines = head.split("\n")
        if lines and lines[0].startswith("extra "):
            lines = lines[1:]
        if not separator or header != _HEADER or not lines or not lines[0].startswith("index "):
            raise NoteRefused("the proof is no tlog-proof")
        index = number(lines[0].removeprefix("index "))
        return cls(index, tuple(map(hash_of, lines[1:])), checkpoint)


def number(text: str) -> int:
    """Read a decimal without leading zeroes."""
    if not _NUMBER.fullmatch(text):
        raise NoteRefused("a number should be decimal, without leading zeroes")
    return int(text)


def hash_of(text: str) -> bytes:
    """Read a hash in base64."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != HASH_BYTES:
        raise NoteRefused("a hash should be 32 bytes in base64")
    return data
