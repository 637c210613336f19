"""The files of exports: parts while one is written, then one archive that holds everything."""

import asyncio
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

import obstore
from obstore.store import ObjectStore

_PIECE_BYTES = 1 << 20
_LEVEL = 3
# Given the hashes of the other members, returns the last one.
Conclude = Callable[[Mapping[str, str]], tuple[str, bytes]]


class Files:
    """A folder for each export, named by its id. Writing takes as much memory as one piece."""

    def __init__(self, open_store: Callable[[], ObjectStore]) -> None:
        """`open_store` makes the folder: only when something is to be written."""
        self._open = open_store
        self._opened: ObjectStore | None = None

    @property
    def _store(self) -> ObjectStore:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    async def put(self, path: str, data: bytes) -> None:
        """Store a file; whole, or not at all."""
        await obstore.put_async(self._store, path, data)

    async def read(self, path: str) -> bytes:
        """Return a small file."""
        return bytes(await (await obstore.get_async(self._store, path)).bytes_async())

    async def archive(
        self, path: str, members: Mapping[str, Sequence[str | bytes]], conclude: Conclude
    ) -> int:
        """Put files together as members of an archive; return its size in bytes.

        A member is a sequence of stored files, by path, and of bytes.
        """
        await asyncio.to_thread(self._archive, path, members, conclude)
        return int((await obstore.head_async(self._store, path))["size"])

    async def keep_only(self, folder: str, kept: str = "") -> None:
        """Remove everything in a folder, but the file `kept`."""
        async for batch in obstore.list(self._store, folder):
            paths = [one["path"] for one in batch if one["path"] != kept]
            if paths:
                await obstore.delete_async(self._store, paths)

    def _archive(
        self, path: str, members: Mapping[str, Sequence[str | bytes]], conclude: Conclude
    ) -> None:
        hashes: dict[str, str] = {}
        with (
            obstore.open_writer(self._store, path, buffer_size=8 * _PIECE_BYTES) as target,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
        ):
            for name, sources in members.items():
                digest = sha256()
                with archive.open(name, "w", force_zip64=True) as member:
                    for piece in self._pieces(sources):
                        digest.update(piece)
                        member.write(piece)
                hashes[name] = digest.hexdigest()
            last, text = conclude(hashes)
            archive.writestr(last, text)

    def _pieces(self, sources: Sequence[str | bytes]) -> Iterator[bytes]:
        for source in sources:
            if isinstance(source, bytes):
                yield source
                continue
            for piece in obstore.get(self._store, source).stream(min_chunk_size=_PIECE_BYTES):
                yield bytes(piece)
