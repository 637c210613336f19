"""Log files of the children: written by them directly, followed here."""

from collections import deque
from pathlib import Path
from typing import IO

# A child writes into its file itself, so its last words survive its supervisor.
_ROTATE_BYTES = 10_000_000


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending; a big one is first put aside as `<name>.log.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _ROTATE_BYTES:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")


def last_lines(path: Path, *, count: int) -> list[str]:
    """Return the last lines of a log; none when it doesn't exist."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", errors="replace") as log:
        return [line.rstrip("\n") for line in deque(log, maxlen=count)]


class Follower:
    """Reads what was added to a log since the last look."""

    def __init__(self, path: Path, *, from_start: bool = False) -> None:
        self._path = path
        self._offset = 0 if from_start or not path.exists() else path.stat().st_size
        self._partial = b""

    def new_lines(self) -> list[str]:
        """Return the lines completed since the last call."""
        if not self._path.exists():
            return []
        if self._path.stat().st_size < self._offset:
            self._offset, self._partial = 0, b""  # rotated
        with self._path.open("rb") as log:
            log.seek(self._offset)
            added = log.read()
        self._offset += len(added)
        *complete, self._partial = (self._partial + added).split(b"\n")
        return [line.decode("utf-8", "replace") for line in complete]
