"""Archived entries as files: zstd JSONL by tenant and month, each with a manifest of hashes."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

import obstore
import zstandard
from contracts.faults import Unavailable
from obstore.exceptions import BaseError
from obstore.store import ObjectStore
from transparency import canonical, leaf_hash

from audit.retention.lines import line_of, stored_of
from audit.sealing.leaf import sealed_text

_DATA = ".jsonl.zst"


class ArchiveUnavailable(Unavailable):
    """The archive's files can't be reached, or aren't what was written."""

    reason = "archive_unavailable"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the archive, which is there, and verified."""

    path: str
    sha256: str
    size_bytes: int


class Archive:
    """A folder, or what speaks S3's language."""

    def __init__(self, opened: Callable[[], ObjectStore]) -> None:
        """`opened` gives the place of its files; called when they are first needed."""
        self._opened = cache(opened)

    async def write(self, tenant: str, month: datetime, rows: Sequence[Mapping[str, Any]]) -> File:
        """Return when the entries can be read back, and their manifest too.

        The same entries make the same files, so it may be done twice.
        """
        lines = [line_of(row) for row in rows]
        body = zstandard.compress(b"".join(lines))
        digest = sha256(body).hexdigest()
        path = f"{tenant or '_'}/{month:%Y-%m}/{digest[:32]}{_DATA}"
        file = File(path, digest, len(body))
        await self._put(path, body)
        await self._put(_manifest_of(path), _manifest(file, rows))
        if [line_of(row) for row in await self.read(file)] != lines:
            raise ArchiveUnavailable(f"{path} isn't read as it was written.")
        return file

    async def read(self, file: File) -> list[dict[str, Any]]:
        """Return the stored entries of a file; raise `ArchiveUnavailable` if it was changed."""
        return [stored_of(line) for line in await self.lines(file)]

    async def lines(self, file: File) -> list[bytes]:
        """Return the lines of a file; raise `ArchiveUnavailable` if it was changed."""
        body = await self._get(file.path)
        if sha256(body).hexdigest() != file.sha256:
            raise ArchiveUnavailable(f"{file.path} was changed.")
        return zstandard.decompress(body).splitlines()

    async def manifest(self, file: File) -> dict[str, Any]:
        """Return a file's manifest."""
        manifest: dict[str, Any] = json.loads(await self._get(_manifest_of(file.path)))
        return manifest

    async def checked(self, file: File) -> list[dict[str, Any]]:
        """Return its stored entries; raise `ArchiveUnavailable` if its manifest was changed too."""
        rows = await self.read(file)
        path = _manifest_of(file.path)
        if await self._get(path) != _manifest(file, rows):
            raise ArchiveUnavailable(f"{path} was changed.")
        return rows

    async def _put(self, path: str, body: bytes) -> None:
        try:
            await obstore.put_async(self._opened(), path, body)
        except (BaseError, OSError) as error:
            raise ArchiveUnavailable(f"{path} can't be written.") from error
        if await self._get(path) != body:
            raise ArchiveUnavailable(f"{path} isn't what was written.")

    async def _get(self, path: str) -> bytes:
        try:
            found = await obstore.get_async(self._opened(), path)
            return bytes(await found.bytes_async())
        except (BaseError, OSError) as error:
            raise ArchiveUnavailable(f"{path} can't be read.") from error


def _manifest_of(path: str) -> str:
    return path.removesuffix(_DATA) + ".manifest.json"


def _manifest(file: File, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the manifest of a file of these entries, of which it has one at least."""
    leaves = [{"id": row["_id"], "leaf": leaf_hash(sealed_text(row)).hex()} for row in rows]
    return canonical(
        {
            "tenant": rows[0]["tenantSlug"],
            "month": f"{rows[0]['at']:%Y-%m}",
            "file": file.path.rpartition("/")[2],
            "sha256": file.sha256,
            "entries": leaves,
        }
    )
