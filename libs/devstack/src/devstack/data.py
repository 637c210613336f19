"""The data folder: everything a stack keeps lies in it."""

import shutil
from pathlib import Path

# There once the demo was made, with the edition of its text.
SEEDED = "seeded"
_OURS = (
    "nats",
    "database",
    "identity",
    "standins",
    "ocis",
    "console",
    "portal",
    "logs",
    SEEDED,
)


class FolderNotWritable(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """The data folder cannot be made or written."""


def prepare(folder: Path) -> None:
    """Make the folder and see that it can be written."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise FolderNotWritable(f"cannot write to {folder}: {error.strerror}") from error


def empty(folder: Path) -> None:
    """Remove what a stack has put there, and nothing else."""
    for name in _OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
