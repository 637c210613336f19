"""What a stand-in keeps: JSON objects by kind and id, in a file that outlives it."""

import json
import sqlite3
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
  number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL,
  content TEXT NOT NULL, UNIQUE (kind, id));
"""
_Json = dict[str, Any]


class Shelf:
    """One connection; every statement is committed when it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_SCHEMA)

    def put(self, kind: str, identity: str, content: _Json) -> _Json:
        """Keep an object, in place of the one of that id."""
        self._connection.execute(
            "INSERT INTO objects (kind, id, content) VALUES (:kind, :id, :content)"
            " ON CONFLICT (kind, id) DO UPDATE SET content = :content",
            {"kind": kind, "id": identity, "content": json.dumps(content)},
        )
        return content

    def get(self, kind: str, identity: str) -> _Json | None:
        """Return an object."""
        row = self._connection.execute(
            "SELECT content FROM objects WHERE kind = ? AND id = ?", (kind, identity)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def all(self, kind: str) -> list[_Json]:
        """Return the objects of a kind, the oldest first."""
        rows = self._connection.execute(
            "SELECT content FROM objects WHERE kind = ? ORDER BY number", (kind,)
        )
        return [json.loads(row[0]) for row in rows]

    def remove(self, kind: str, identity: str) -> bool:
        """Drop an object; say whether it was there."""
        done = self._connection.execute(
            "DELETE FROM objects WHERE kind = ? AND id = ?", (kind, identity)
        )
        return done.rowcount > 0

    def next_number(self) -> int:
        """Return a number that no object had before."""
        row = self._connection.execute(
            "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'objects'), 0) + 1"
        ).fetchone()
        return int(row[0])

    def close(self) -> None:
        """Write everything back into one file."""
        self._connection.close()
