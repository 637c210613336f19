"""Which bytes on disk are the ones read so far: told by content, for inodes are used again.

A generation is one life of the log file, from its first byte until it is rotated or truncated.
"""

import hashlib
import os
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

_FINGERPRINT_BYTES = 4096
NOTHING = hashlib.sha256().hexdigest()


def _digest(descriptor: int, *, start: int, length: int) -> str:
    return hashlib.sha256(os.pread(descriptor, length, start)).hexdigest()


@dataclass(slots=True, kw_only=True)
class Generation:
    """How far one generation was read, and what its content is as far as that is known."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    offset: int = 0
    # Length and digest of the beginning, taken before anything of it is published.
    seen: int = 0
    head: str = ""
    # Digest of what stands before the offset.
    tail: str = ""
    mtime: int = 0
    # Where it was last. Of two files with this content it is the one that has been it before.
    inode: int = 0
    # Inside a line too long to be one: what follows is dropped up to the next newline.
    skipping: bool = False

    @classmethod
    def of(cls, descriptor: int) -> Self:
        """Begin a new generation with the open file, which is not empty."""
        generation = cls()
        generation.note(descriptor, offset=0)
        return generation

    @classmethod
    def load(cls, stored: dict[str, Any]) -> Self:
        """Read back what `dump` gave."""
        return cls(**stored)

    def dump(self) -> dict[str, Any]:
        """Give what the cursor keeps."""
        return asdict(self)

    def note(self, descriptor: int, *, offset: int, skipping: bool = False) -> None:
        """Take the new offset, and the fingerprints of what is known of the content."""
        found = os.fstat(descriptor)
        self.offset, self.skipping = offset, skipping
        self.mtime, self.inode = found.st_mtime_ns, found.st_ino
        if self.seen < _FINGERPRINT_BYTES:
            self.seen = min(max(offset, self.seen or found.st_size), _FINGERPRINT_BYTES)
            self.head = _digest(descriptor, start=0, length=self.seen)
        self.tail = self._tail_of(descriptor)

    def matches(self, descriptor: int) -> bool:
        """Say whether the open file holds what was read of this generation."""
        if os.fstat(descriptor).st_size < max(self.offset, self.seen):
            return False
        return self._begins(descriptor) and self._tail_of(descriptor) == self.tail

    def was_at(self, descriptor: int) -> bool:
        """Say whether the open file is where this generation was, and holds it."""
        return os.fstat(descriptor).st_ino == self.inode and self.matches(descriptor)

    def is_copy(self, descriptor: int) -> bool:
        """Say whether the open file is this generation, which was read to its end, or a copy."""
        is_whole = self.seen < _FINGERPRINT_BYTES
        if is_whole and os.fstat(descriptor).st_size != self.seen:
            # Every line begins alike: what little was seen might begin any file.
            return False
        return self._begins(descriptor)

    def _begins(self, descriptor: int) -> bool:
        return _digest(descriptor, start=0, length=self.seen) == self.head

    def _tail_of(self, descriptor: int) -> str:
        start = max(0, self.offset - _FINGERPRINT_BYTES)
        return _digest(descriptor, start=start, length=self.offset - start)


def siblings(path: Path) -> list[Path]:
    """Return the files that rotation may have made of this one, oldest first."""
    prefix = path.name
    stem = path.stem
    found: list[tuple[int, str, Path]] = []
    with os.scandir(path.parent) as entries:
        for entry in entries:
            name = entry.name
            is_rotated = name.startswith((f"{prefix}.", f"{prefix}-", f"{stem}-", f"{stem}."))
            if name != prefix and is_rotated and not name.endswith((".gz", ".zst", ".xz", ".bz2")):
                status = entry.stat()
                if entry.is_file():
                    found.append((status.st_mtime_ns, name, Path(entry.path)))
    return [path for _, _, path in sorted(found)]
