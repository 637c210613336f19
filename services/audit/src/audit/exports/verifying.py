"""Whether an export is what was signed, by its file and the public key alone; no network, no bus.

The signed manifest lists the entries by index; the signed checkpoint proves each entry's text at
its index; text and keys give the row that must stand in the file. So what was changed, removed,
inserted or moved shows at its place, whoever did it and whatever else they wrote anew.
"""

from dataclasses import dataclass
from pathlib import Path

from transparency import Checkpoint, NoteRefused, Verifier

from audit.exports.check import Check, Tampered
from audit.exports.formats import FORMATS
from audit.exports.manifest import MANIFEST, Manifest
from audit.exports.reading import Archive, Damaged


@dataclass(frozen=True, slots=True)
class Verified:
    """What holds."""

    manifest: Manifest
    log: Checkpoint


def verify(path: Path, *, verifier: Verifier) -> Verified:
    """Check a whole export; raise `Tampered` at the first thing that is wrong."""
    try:
        archive = Archive(path)
    except Damaged as damaged:
        raise Tampered(f"The file can't be read: {damaged}.") from damaged
    try:
        manifest, log = _signed(archive, verifier)
        form = FORMATS[manifest.format]
        if sorted(archive.names) != sorted([*manifest.files, MANIFEST]):
            raise Tampered(f"The archive holds other files than it should: {archive.names}.")
        Check(archive, form, manifest, log).run()
    except Damaged as damaged:
        raise Tampered(f"The file is damaged: {damaged}.") from damaged
    finally:
        archive.close()
    return Verified(manifest, log)


def _signed(archive: Archive, verifier: Verifier) -> tuple[Manifest, Checkpoint]:
    try:
        manifest = Manifest.read(archive.whole(MANIFEST), verifier=verifier)
        return manifest, Checkpoint.read(manifest.checkpoint, verifier=verifier)
    except NoteRefused as refused:
        raise Tampered(f"The manifest isn't to be trusted: {refused}.") from refused
