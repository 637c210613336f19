"""Sealed records with an end, in SQLite: every query about them."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from web.sessions.sealing import Seal

_TABLE = """
CREATE TABLE IF NOT EXISTS records (
  key TEXT PRIMARY KEY, kind TEXT NOT NULL, content BLOB NOT NULL, expires_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_end ON records (expires_at);
"""
_SWEEP_SECONDS = 60.0


class Store:
    """One application's records; a query takes some ten microseconds, so nothing awaits."""

    def __init__(self, path: Path | None, seal: Seal, *, now: Callable[[], float]) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._seal = seal
        self._now = now
        self._swept_at = 0.0
        # One thread, the event loop's, uses it; servers start up in another one.
        self._database = sqlite3.connect(
            path or ":memory:", isolation_level=None, check_same_thread=False
        )
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_TABLE)

    def put(self, kind: str, name: str, content: bytes, *, seconds: float) -> None:
        """Keep the record for so long, in the place of an older one."""
        self._sweep()
        sealed = self._seal.close(name, content)
        self._database.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)",
            (self._seal.key(name), kind, sealed, self._now() + seconds),
        )

    def find(self, kind: str, name: str) -> bytes | None:
        """Return the record, unless its time is over."""
        row = self._database.execute(
            "SELECT content FROM records WHERE key = ? AND kind = ? AND expires_at > ?",
            (self._seal.key(name), kind, self._now()),
        ).fetchone()
        return self._seal.open(name, row[0]) if row else None

    def take(self, kind: str, name: str) -> bytes | None:
        """Return the record and remove it: of two takers one gets it."""
        row = self._database.execute(
            "DELETE FROM records WHERE key = ? AND kind = ? RETURNING content, expires_at",
            (self._seal.key(name), kind),
        ).fetchone()
        return self._seal.open(name, row[0]) if row and row[1] > self._now() else None

    def drop(self, name: str) -> None:
        """Remove the record, if there is one."""
        self._database.execute("DELETE FROM records WHERE key = ?", (self._seal.key(name),))

    def count(self, kind: str) -> int:
        """Tell how many records of a kind run."""
        row = self._database.execute(
            "SELECT count(*) FROM records WHERE kind = ? AND expires_at > ?", (kind, self._now())
        ).fetchone()
        return int(row[0])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _sweep(self) -> None:
        if self._now() - self._swept_at > _SWEEP_SECONDS:
            self._swept_at = self._now()
            self._database.execute("DELETE FROM records WHERE expires_at <= ?", (self._now(),))
