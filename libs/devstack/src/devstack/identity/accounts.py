"""The accounts, and the demo accounts that every fresh provider has."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass

from devstack.identity.applications import PLATFORM_ADMINS
from devstack.identity.passwords import hash_password, matches
from devstack.identity.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who can sign in."""

    username: str
    email: str
    name: str
    groups: tuple[str, ...] = ()
    email_verified: bool = True
    is_active: bool = True
    id: int = 0

    @property
    def subject(self) -> str:
        """Opaque as authentik's hashed ids, yet the same on every machine."""
        return hashlib.sha256(f"dezky-identity-{self.username.lower()}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAccount:
    """An account whose password everybody may know."""

    account: Account
    password: str
    role: str
    # Where the account signs in.
    application: str = "dezky-portal"


DEMO_ACCOUNTS = (
    DemoAccount(
        account=Account(
            username="operator",
            email="operator@dezky.localhost",
            name="Olga Lindqvist",
            groups=(PLATFORM_ADMINS,),
        ),
        password="dezky-operator",  # noqa: S106 - public on purpose, development only
        role="platform operator",
        application="dezky-operator",
    ),
    DemoAccount(
        account=Account(username="acme-admin", email="admin@acme.localhost", name="Amira Haddad"),
        password="dezky-acme-admin",  # noqa: S106 - public on purpose, development only
        role="administrator of acme",
    ),
    DemoAccount(
        account=Account(username="acme-member", email="member@acme.localhost", name="Marek Nowak"),
        password="dezky-acme-member",  # noqa: S106 - public on purpose, development only
        role="member of acme",
    ),
    DemoAccount(
        account=Account(
            username="nordwind-partner", email="partner@nordwind.localhost", name="Freya Nordwind"
        ),
        password="dezky-nordwind-partner",  # noqa: S106 - public on purpose, development only
        role="partner nordwind",
        application="dezky-partner",
    ),
)

# Hashed like a real one, so that an unknown name takes as long as a wrong password.
NOBODYS_PASSWORD = f"{bytes(16).hex()}${bytes(64).hex()}"
# authentik's guardian has an anonymous user and some built-in ones before the first person.
FIRST_ID = 5


class Accounts:
    """Every query about accounts."""

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
            "INSERT INTO accounts (id, username, email, name, password, groups, email_verified,"
            " is_active) VALUES ((SELECT COALESCE(MAX(id) + 1, :first) FROM accounts), :username,"
            " :email, :name, :password, :groups, :verified, :active) ON CONFLICT (username)"
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
