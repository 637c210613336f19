"""Signed notes (C2SP signed-note), Ed25519, with keys as Go's `sumdb/note` writes them."""

import base64
import binascii
import re
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_KEY_BYTES = 32
_ID_BYTES = 4
_PRIVATE = "PRIVATE+KEY"
_NAME = re.compile(r"[^\s+]+")


class NoteRefused(ValueError):  # noqa: N818 - faults state the fact
    """The note, or the key, isn't one that can be trusted; the text says why."""


class Verifier:
    """A public key with the name of who signs: `name+id+base64`."""

    def __init__(self, name: str, key: Ed25519PublicKey) -> None:
        if not _NAME.fullmatch(name):
            raise NoteRefused("a key's name has neither spaces nor plus signs")
        self.name = name
        self._key = key
        self._encoded = _ED25519 + key.public_bytes_raw()
        self.key_id = sha256(name.encode() + b"\n" + self._encoded).digest()[:_ID_BYTES]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a key; raise `NoteRefused` for what is none."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        verifier = cls(name, Ed25519PublicKey.from_public_bytes(_key_bytes(encoded)))
        if verifier.key_id.hex() != key_id:
            raise NoteRefused("the key's id isn't the hash of its name and key")
        return verifier

    def named(self, name: str) -> Self:
        """Return the same key under another name: one key signs for several logs."""
        return type(self)(name, self._key)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self._encoded).decode()}"

    def text_of(self, note: str) -> str:
        """Return the text of a note that this key has signed; raise `NoteRefused` otherwise."""
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise NoteRefused("the note has no signatures")
        text += "\n"
        signed = [
            signature
            for line in signatures.splitlines()
            if (signature := self._in(line)) is not None
        ]
        if not signed:
            raise NoteRefused(f"the note isn't signed by {self.name}")
        for signature in signed:
            try:
                self._key.verify(signature, text.encode())
            except InvalidSignature:
                raise NoteRefused(f"the signature isn't one of {self.name}") from None
        return text

    def _in(self, line: str) -> bytes | None:
        """Return our signature in a signature line, None for somebody else's."""
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        try:
            data = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            data = b""
        if dash != "—" or len(data) <= _ID_BYTES:
            raise NoteRefused("a signature line is malformed")
        is_ours = name == self.name and data[:_ID_BYTES] == self.key_id
        return data[_ID_BYTES:] if is_ours else None


class Signer:
    """A private key with a name: `PRIVATE+KEY+name+id+base64`."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.verifier = Verifier(name, key.public_key())

    @classmethod
    def generate(cls, name: str) -> Self:
        """Make a new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a key; raise `NoteRefused` for what is none. The error never shows it."""
        if not text.startswith(f"{_PRIVATE}+"):
            raise NoteRefused("should be PRIVATE+KEY+name+id+key")
        name, _, rest = text.strip().removeprefix(f"{_PRIVATE}+").partition("+")
        key_id, _, encoded = rest.partition("+")
        signer = cls(name, Ed25519PrivateKey.from_private_bytes(_key_bytes(encoded)))
        if signer.verifier.key_id.hex() != key_id:
            raise NoteRefused("the key's id isn't the hash of its name and key")
        return signer

    def __str__(self) -> str:
        encoded = base64.b64encode(_ED25519 + self._key.private_bytes_raw()).decode()
        return f"{_PRIVATE}+{self.verifier.name}+{self.verifier.key_id.hex()}+{encoded}"

    def sign(self, text: str, *, name: str = "") -> str:
        """Return the note: the text, which ends in a newline, and the signature.

        Another `name` signs for another log with the same key: key ids depend on the name.
        """
        verifier = self.verifier.named(name) if name else self.verifier
        signature = base64.b64encode(verifier.key_id + self._key.sign(text.encode())).decode()
        return f"{text}\n— {verifier.name} {signature}\n"


def _key_bytes(encoded: str) -> bytes:
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if data[:1] != _ED25519 or len(data) != 1 + _KEY_BYTES:
        raise NoteRefused("the key is no Ed25519 key in base64")
    return data[1:]
