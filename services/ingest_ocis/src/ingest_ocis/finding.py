"""Finds the file that continues where the cursor stands, whatever it is called by now."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest_ocis.generations import Generation, siblings
from ingest_ocis.lines import begins


@dataclass(frozen=True, slots=True)
class Found:
    """An open file and where to go on in it; `is_live`: oCIS writes to it."""

    descriptor: int
    generation: Generation
    is_live: bool


class Finder:
    """Keeps the file at hand open: rotated and removed, it can still be read to its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: int | None = None

    def find(
        self, current: Generation | None, finished: Sequence[Generation], *, since: int
    ) -> Found | None:
        """Return the current generation's file, else the next one; None when there is none."""
        if current is None:
            return self._next(finished, since)
        # Two files may begin alike: the same thing happened before and after a rotation.
        for is_it in (current.was_at, current.matches):
            for descriptor, is_live in self._candidates():
                if is_it(descriptor):
                    return self._take(descriptor, current, is_live=is_live)
                self._let_go(descriptor)
        return self._next([*finished, current], since)

    def _candidates(self) -> Iterator[tuple[int, bool]]:
        """Open the log, then the file at hand, then what rotation has made, oldest first."""
        live = _opened(self._path)
        if live is not None:
            yield live, True
        if self._held is not None:
            yield self._held, False
        yield from ((descriptor, False) for descriptor in self._rotated())

    def _rotated(self) -> Iterator[int]:
        for path in siblings(self._path) if self._path.parent.exists() else ():
            descriptor = _opened(path)
            if descriptor is not None:
                yield descriptor

    def _next(self, known: Sequence[Generation], since: int) -> Found | None:
        """Return the oldest file that is newer than what is known and has something in it."""
        since = max((one.mtime for one in known), default=since)
        for descriptor in self._rotated():
            status = os.fstat(descriptor)
            is_news = status.st_size > 0 and status.st_mtime_ns >= since
            if is_news and not any(one.is_copy(descriptor) for one in known):
                return self._take(descriptor, Generation.of(descriptor), is_live=False)
            self._let_go(descriptor)
        live = _opened(self._path)
        if live is not None and begins(live):
            return self._take(live, Generation.of(live), is_live=True)
        self._let_go(live)
        return None

    def _take(self, descriptor: int, generation: Generation, *, is_live: bool) -> Found:
        if descriptor != self._held:
            _close(self._held)
        self._held = descriptor
        return Found(descriptor, generation, is_live=is_live)

    def _let_go(self, descriptor: int | None) -> None:
        if descriptor != self._held:
            _close(descriptor)


def _opened(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
