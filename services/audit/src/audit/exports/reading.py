"""Reads an export's archive piece by piece; what is damaged is told, whatever it is."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

# No row of an entry is longer: it has 64 kB, and every character may be escaped twice.
_LONGEST_ROW = 4 << 20
_LARGEST_MANIFEST = 256 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class Damaged(Exception):  # noqa: N818 - states the fact
    """It can't be read any further."""


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise Damaged(str(error) or type(error).__name__) from error


class Member:
    """One file of the archive, read once from its beginning."""

    def __init__(self, source: IO[bytes], *, is_quoted: bool = False) -> None:
        """With `is_quoted` a row may go over several lines, inside of quotes."""
        self._source = source
        self._is_quoted = is_quoted
        self._digest = sha256()

    def row(self) -> bytes:
        """Return the next row with its end; empty at the end of the file."""
        row = self._line()
        while self._is_quoted and row.count(b'"') % 2:
            line = self._line()
            if not line or len(row) > _LONGEST_ROW:
                break
            row += line
        return row

    def rest(self) -> Iterator[bytes]:
        """Yield the rows that are left."""
        while row := self.row():
            yield row

    @property
    def sha256(self) -> str:
        """The hash of what was read, hex."""
        return self._digest.hexdigest()

    def _line(self) -> bytes:
        with _telling():
            line = self._source.readline(_LONGEST_ROW)
        self._digest.update(line)
        return line


class Archive:
    """An export's file."""

    def __init__(self, path: Path) -> None:
        """Raise `Damaged` for what is no archive."""
        self._opened = ExitStack()
        with _telling():
            self._archive = self._opened.enter_context(zipfile.ZipFile(path))
        self.names = self._archive.namelist()

    def open(self, name: str, *, is_quoted: bool = False) -> Member:
        """Open a member; raise `Damaged` where there is none."""
        with _telling():
            try:
                source = self._opened.enter_context(self._archive.open(name))
            except KeyError:
                raise Damaged(f"{name} is missing") from None
        return Member(source, is_quoted=is_quoted)

    def whole(self, name: str) -> bytes:
        """Return a member that has to be read as a whole."""
        with _telling():
            try:
                with self._archive.open(name) as source:
                    return source.read(_LARGEST_MANIFEST)
            except KeyError:
                raise Damaged(f"{name} is missing") from None

    def close(self) -> None:
        """Let go of the file."""
        self._opened.close()
