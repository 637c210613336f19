"""Every query about accounts."""

import json
import sqlite3
from typing import Any

from devstack.identity.account import Account
from devstack.identity.demo_accounts import DEMO_ACCOUNTS
from devstack.identity.passwords import hash_password, matches
from devstack.identity.store import Store

# Hashed like a real one, so that an unknown name takes as long as a wrong password.
NOBODYS_PASSWORD = f"{bytes(16).hex()}${bytes(64).hex()}"
# authentik's guardian has an anonymous user and some built-in ones before the first person.
FIRST_ID = 5

_INSERT = (
    "INSERT INTO accounts (id, username, email, name, password, groups, email_verified, is_active)"
)
_NEXT = (
    "((SELECT COALESCE(MAX(id) + 1, :first) FROM accounts), :username, :email, :name,"
    " :password, :groups, :verified, :active)"
)
_COLUMNS = {name: name for name in ("email", "name", "groups", "is_active")}


class Accounts:
    """Accounts in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def seed(self) -> None:
        """Idempotent: a demo account that was changed keeps its changes."""
        for demo in DEMO_ACCOUNTS:
            if self.find(demo.account.username) is None:
                await self.save(demo.account, password=demo.password)

    async def save(self, account: Account, *, password: str) -> Account:
        """Create the account, or replace the one of that name."""
        self._store.change(
            f"{_INSERT} VALUES {_NEXT} ON CONFLICT (username)"
            " DO UPDATE SET email = :email, name = :name, password = :password,"
            " groups = :groups, email_verified = :verified, is_active = :active",
            {
                "first": FIRST_ID,
                "username": account.username,
                "email": account.email,
                "name": account.name,
                "password": await hash_password(password),
                "groups": json.dumps(account.groups),
                "verified": account.email_verified,
                "active": account.is_active,
            },
        )
        return next(one for one in [self.find(account.username)] if one is not None)

    def add(self, account: Account) -> Account | None:
        """Make an account that nobody can sign in to yet; None when the name is taken."""
        if self.find_username(account.username) is not None:
            return None
        values = {
            "first": FIRST_ID,
            "username": account.username,
            "email": account.email,
            "name": account.name,
            "password": NOBODYS_PASSWORD,
            "groups": json.dumps(account.groups),
            "verified": account.email_verified,
            "active": account.is_active,
        }
        self._store.change(f"{_INSERT} VALUES {_NEXT}", values)
        return self.find_username(account.username)

    def change(self, account_id: int, **columns: Any) -> Account | None:
        """Change some columns; an account that is closed has no sessions from there on."""
        for column, value in columns.items():
            self._store.change(
                f"UPDATE accounts SET {_COLUMNS[column]} = :value WHERE id = :id",  # noqa: S608
                {"value": value, "id": account_id},
            )
        return self.get_any(account_id)

    def remove(self, account_id: int) -> None:
        """Drop an account."""
        self._store.change("DELETE FROM accounts WHERE id = :id", {"id": account_id})

    def forget_group(self, name: str) -> None:
        """Take everybody out of a group."""
        for account in self.all():
            if name in account.groups:
                left = [one for one in account.groups if one != name]
                self.change(account.id, groups=json.dumps(left))

    def all(self) -> list[Account]:
        """Return all of them, the oldest first."""
        return [_account(row) for row in self._store.all("SELECT * FROM accounts ORDER BY id")]

    def find_username(self, username: str) -> Account | None:
        """By username alone."""
        row = self._store.one(
            "SELECT * FROM accounts WHERE username = :username", {"username": username}
        )
        return None if row is None else _account(row)

    def get_any(self, account_id: int) -> Account | None:
        """Whether it is active or not."""
        row = self._store.one("SELECT * FROM accounts WHERE id = :id", {"id": account_id})
        return None if row is None else _account(row)

    async def authenticate(self, login: str, *, password: str) -> Account | None:
        """By username or address; takes as long for nobody as for somebody."""
        row = self._row(login)
        hashed = row["password"] if row is not None else NOBODYS_PASSWORD
        if not await matches(password, hashed) or row is None:
            return None
        account = _account(row)
        return account if account.is_active else None

    def find(self, login: str) -> Account | None:
        """By username or address."""
        row = self._row(login)
        return None if row is None else _account(row)

    def get(self, account_id: int) -> Account | None:
        """Only while it is active."""
        row = self._store.one(
            "SELECT * FROM accounts WHERE id = :id AND is_active", {"id": account_id}
        )
        return None if row is None else _account(row)

    def _row(self, login: str) -> sqlite3.Row | None:
        # Addresses need not be unique; a username wins over somebody's address.
        return self._store.one(
            "SELECT * FROM accounts WHERE username = :login OR email = :login"
            " ORDER BY username = :login DESC, id LIMIT 1",
            {"login": login.strip()},
        )


def _account(row: sqlite3.Row) -> Account:
    return Account(
        id=row["id"],
        username=row["username"],
        email=row["email"],
        name=row["name"],
        groups=tuple(json.loads(row["groups"])),
        email_verified=bool(row["email_verified"]),
        is_active=bool(row["is_active"]),
    )
