"""What an export says of itself, signed with the log's key under the name `<log>/export`: pure.

The note's lines: that name, the manifest as canonical JSON, then the list of which entries the
export holds (`places.py`). The list is signed with it, so what is missing is missed by its index.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from transparency import NoteRefused, Signer, Verifier, canonical

from audit.exports.places import Place, read

VERSION = 1
MANIFEST, PROOFS = "manifest", "proofs.jsonl"


def name_of(origin: str) -> str:
    """Return the name that exports of a log are signed under."""
    return f"{origin}/export"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` has the SHA-256 of each other file, hex; `checkpoint` is the log's signed note."""

    id: str
    format: str
    filter: Mapping[str, Any]
    # Whose entries: `all`, `partner/<slug>` or `tenant/<slug>`.
    scope: str
    created_at: str
    entries: int
    checkpoint: str
    files: Mapping[str, str]
    # As it is written.
    places: bytes = b""

    def signed(self, signer: Signer) -> bytes:
        """Return it as a note."""
        name = name_of(signer.verifier.name)
        told: dict[str, Any] = {"version": VERSION, **asdict(self)}
        places = told.pop("places").decode()
        return signer.sign(f"{name}\n{canonical(told).decode()}\n{places}", name=name).encode()

    @classmethod
    def read(cls, note: bytes, *, verifier: Verifier) -> Self:
        """Read one that this key has signed; raise `NoteRefused` otherwise."""
        signing = verifier.named(name_of(verifier.name))
        try:
            text = signing.text_of(note.decode())
        except UnicodeDecodeError as error:
            raise NoteRefused("the manifest is no text") from error
        name, said, places = text.split("\n", 2)
        if name != signing.name:
            raise NoteRefused("the note is no manifest of an export")
        told = json.loads(said)
        if told.pop("version", None) != VERSION:
            raise NoteRefused("the manifest is of a newer version than this program")
        return cls(**told, places=places.encode())

    def held(self) -> Iterator[Place]:
        """Yield which entries the export holds, in order."""
        return read(self.places.splitlines(keepends=True))
