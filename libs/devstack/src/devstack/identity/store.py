"""The sqlite file: everything that outlives the process."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE COLLATE NOCASE,
  email TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL, password TEXT NOT NULL,
  groups TEXT NOT NULL, email_verified INTEGER NOT NULL, is_active INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS groups (
  pk TEXT PRIMARY KEY, name TEXT NOT NULL, is_superuser INTEGER NOT NULL, attributes TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bindings (
  pk TEXT PRIMARY KEY, target TEXT NOT NULL, group_pk TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS keys (
  kid TEXT PRIMARY KEY, state TEXT NOT NULL, private TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (
  sid TEXT PRIMARY KEY, account_id INTEGER NOT NULL,
  signed_in_at REAL NOT NULL, expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS codes (
  digest TEXT PRIMARY KEY, grant_id TEXT NOT NULL, content TEXT NOT NULL,
  redirect_uri TEXT NOT NULL, challenge TEXT NOT NULL, expires_at REAL NOT NULL, used_at REAL);
CREATE TABLE IF NOT EXISTS refresh_tokens (
  digest TEXT PRIMARY KEY, grant_id TEXT NOT NULL, sid TEXT NOT NULL, content TEXT NOT NULL,
  expires_at REAL NOT NULL, used_at REAL, revoked_at REAL);
CREATE INDEX IF NOT EXISTS refresh_tokens_grant ON refresh_tokens (grant_id);
CREATE INDEX IF NOT EXISTS refresh_tokens_sid ON refresh_tokens (sid);
CREATE TABLE IF NOT EXISTS events (
  number INTEGER PRIMARY KEY AUTOINCREMENT, pk TEXT NOT NULL, action TEXT NOT NULL,
  app TEXT NOT NULL, username TEXT NOT NULL, client_ip TEXT NOT NULL,
  created REAL NOT NULL, content TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_created ON events (created);
"""


class Store:
    """One connection; every statement is committed when it returns."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(
            folder / "identity.sqlite", isolation_level=None, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA busy_timeout = 5000")
        self._connection.executescript(SCHEMA)

    def change(self, statement: str, values: Mapping[str, Any]) -> int:
        """Return how many rows it touched: zero says that somebody else was faster."""
        return self._connection.execute(statement, values).rowcount

    def one(self, query: str, values: Mapping[str, Any]) -> sqlite3.Row | None:
        """Return the first row."""
        row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return row

    def all(self, query: str, values: Mapping[str, Any] | None = None) -> list[sqlite3.Row]:
        """Return all rows."""
        return self._connection.execute(query, values or {}).fetchall()

    def close(self) -> None:
        """Write everything back into one file."""
        self._connection.close()
