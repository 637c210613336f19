"""The demo accounts, as the commands and the seed use them."""

from dataclasses import dataclass

from devstack.identity.demo_accounts import DEMO_ACCOUNTS, DemoAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in, and where."""

    username: str
    email: str
    password: str
    role: str
    # The application this account signs in to, when a token is asked for on its behalf.
    client: str


def _account(demo: DemoAccount) -> Account:
    return Account(
        username=demo.account.username,
        email=demo.account.email,
        password=demo.password,
        role=demo.role,
        client=demo.application,
    )


ACCOUNTS = tuple(_account(demo) for demo in DEMO_ACCOUNTS)


def account(username: str) -> Account:
    """Return the account of that name; a KeyError names those that exist."""
    for candidate in ACCOUNTS:
        if candidate.username == username:
            return candidate
    raise KeyError(f"no account {username!r}; there are {', '.join(a.username for a in ACCOUNTS)}")
