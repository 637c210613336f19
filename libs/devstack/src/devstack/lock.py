"""One stack for each data folder: the lock that says so, and tells other shells where it is."""

import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from devstack.layout import Layout

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The supervisor that holds a lock."""

    process_id: int
    layout: Layout


class AlreadyRuns(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """Another supervisor holds the lock."""


class StackLock:
    """A lock that ends with its holder: the kernel lets go of it, so it is never stale."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "stack.lock"
        self._file: IO[str] | None = None
        self.was_abandoned = False

    def acquire(self, layout: Layout) -> Self:
        """Take the lock and write down who holds it; raise if somebody else does."""
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise AlreadyRuns(self._who_runs()) from error
        # A holder that ends by itself leaves the file empty.
        self.was_abandoned = file.tell() > 0
        file.truncate(0)
        json.dump({"process_id": os.getpid(), "layout": layout.to_json()}, file)
        file.flush()
        self._file = file
        return self

    def release(self) -> None:
        """Let go. The file stays: removing it would let two holders lock two files."""
        if self._file:
            self._file.truncate(0)
            self._file.close()
            self._file = None

    def holder(self) -> Holder | None:
        """Tell who holds the lock, if anybody does."""
        if not self._path.exists():
            return None
        with self._path.open("r+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return self._read(file.read())
        return None

    def wait_until_free(self, *, timeout_seconds: float) -> bool:
        """Wait for the holder to let go."""
        give_up_at = time.monotonic() + timeout_seconds
        while self.holder():
            if time.monotonic() > give_up_at:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def _who_runs(self) -> str:
        holder = self.holder()
        if holder is None:
            return "a stack is just starting or stopping here: try again"
        return (
            f"a stack already runs here, as process {holder.process_id}, at"
            f" {holder.layout.gateway_url}: ./task status describes it, ./task down stops it"
        )

    def _read(self, text: str) -> Holder | None:
        try:
            facts = json.loads(text)
        except ValueError:
            return None  # its holder is between taking the lock and writing, or letting go
        layout = Layout.from_json(facts["layout"])
        return Holder(process_id=facts["process_id"], layout=layout)
