"""What both generations of Stalwart's API can do, in the same words.

Denying `authenticate` is what Stalwart itself understands by an inactive account: nobody signs in
any more, and mail is still taken in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

AUTHENTICATE = "authenticate"
# Whose a domain is stands in its description, after whatever people have written there.
_MARK = re.compile(r"\[dezky tenant ([0-9a-f-]{36})\]")


def marked(description: str, *, owner: str) -> str:
    """Return the description with the mark of a tenant's id."""
    return f"{_MARK.sub('', description).strip()} [dezky tenant {owner}]".strip()


def owner_of(description: str) -> str:
    """Return the id of the tenant that a domain belongs to; empty when it has no mark."""
    found = _MARK.search(description)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Domain:
    """A mail domain."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox; `permissions` are as the server tells them."""

    id: str
    address: str
    may_sign_in: bool
    permissions: Any
    used_bytes: int | None


class Mail(Protocol):
    """Stalwart, of one generation."""

    async def domain(self, name: str) -> Domain | None:
        """Return a domain; None when there is none of this name."""

    async def accounts(self, domain: Domain) -> list[Account]:
        """Return every account whose address is in the domain."""

    async def create_domain(self, name: str, *, description: str) -> str:
        """Make a domain; return its id."""

    async def describe_domain(self, domain_id: str, *, description: str) -> None:
        """Replace a domain's description."""

    async def create_account(self, address: str, *, domain: str, name: str) -> str:
        """Make a mailbox in the domain of this id; return its id. It has no password."""

    async def close_account(self, account_id: str, *, permissions: Any) -> None:
        """Let nobody sign in; `permissions` are what it has."""

    async def open_account(self, account_id: str, *, permissions: Any) -> None:
        """Give back the permissions that it had."""

    async def remove_account(self, account_id: str) -> None:
        """Destroy a mailbox with its mail."""

    async def remove_domain(self, domain_id: str) -> None:
        """Remove a domain that nothing is in."""


def permissions_list(raw: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of permissions, however this generation writes one."""
    held = raw.get(name) or []
    return [str(one) for one in held]
