"""Which claims come with which scope, as in authentik's shipped scope mappings."""

from typing import Any

from devstack.identity.account import Account

SCOPES = ("openid", "email", "profile", "offline_access")


def known_scopes(asked: str) -> tuple[str, ...]:
    """Drop unknown ones, as authentik does; `groups` is among the unknown."""
    return tuple(name for name in SCOPES if name in asked.split())


def claims_for(account: Account, *, scopes: tuple[str, ...]) -> dict[str, Any]:
    """`groups` comes with `profile`."""
    claims: dict[str, Any] = {}
    if "email" in scopes:
        claims |= {"email": account.email, "email_verified": account.email_verified}
    if "profile" in scopes:
        claims |= {
            "name": account.name,
            "given_name": account.name,
            "preferred_username": account.username,
            "nickname": account.username,
            "groups": list(account.groups),
        }
    return claims
