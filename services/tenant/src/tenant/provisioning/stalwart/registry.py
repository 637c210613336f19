"""Domains and accounts in Stalwart's registry, from 0.16 on."""

from typing import Any

from tenant.provisioning.stalwart.jmap import Jmap
from tenant.provisioning.stalwart.mail import (
    AUTHENTICATE,
    Account,
    Domain,
    permissions_list,
)

_ENABLED, _DISABLED = "enabledPermissions", "disabledPermissions"
_INHERIT = {"@type": "Inherit"}
_MANUAL, _AUTOMATIC = {"@type": "Manual"}, {"@type": "Automatic"}


class RegistryMail:
    """Objects of the types Domain and Account; an account's name is its local part."""

    def __init__(self, jmap: Jmap) -> None:
        self._jmap = jmap

    async def domain(self, name: str) -> Domain | None:
        """The server's filter finds words; the name decides."""
        for found in await self._jmap.find("Domain", {"name": name}):
            if found.get("name") == name:
                return Domain(str(found["id"]), name, str(found.get("description") or ""))
        return None

    async def accounts(self, domain: Domain) -> list[Account]:
        """People's accounts; groups have no sign-in."""
        found = await self._jmap.find("Account", {"domainId": domain.id})
        return [
            _account(raw, domain)
            for raw in found
            if raw.get("@type") == "User" and raw.get("domainId") == domain.id
        ]

    async def create_domain(self, name: str, *, description: str) -> str:
        """Keys by the server; certificates and DNS are somebody else's business."""
        values = {
            "name": name,
            "description": description,
            "certificateManagement": _MANUAL,
            "dkimManagement": _AUTOMATIC,
            "dnsManagement": _MANUAL,
            "subAddressing": {"@type": "Enabled"},
        }
        return await self._jmap.create("Domain", values)

    async def describe_domain(self, domain_id: str, *, description: str) -> None:
        """Replace the description."""
        await self._jmap.change("Domain", domain_id, {"description": description})

    async def create_account(self, address: str, *, domain: str, name: str) -> str:
        """The address is the server's to compute."""
        values = {
            "@type": "User",
            "name": address.partition("@")[0],
            "domainId": domain,
            "description": name,
            "roles": {"@type": "User"},
            "permissions": _INHERIT,
            "encryptionAtRest": {"@type": "Disabled"},
        }
        return await self._jmap.create("Account", values)

    async def close_account(self, account_id: str, *, permissions: Any) -> None:
        """Deny on top of what it has."""
        held = permissions if isinstance(permissions, dict) else _INHERIT
        kind = "Replace" if held.get("@type") == "Replace" else "Merge"
        enabled = [one for one in permissions_list(held, _ENABLED) if one != AUTHENTICATE]
        disabled = [*permissions_list(held, _DISABLED), AUTHENTICATE]
        closed = {
            "@type": kind,
            _ENABLED: dict.fromkeys(enabled, True),
            _DISABLED: dict.fromkeys(disabled, True),
        }
        await self._jmap.change("Account", account_id, {"permissions": closed})

    async def open_account(self, account_id: str, *, permissions: Any) -> None:
        """Exactly as it was."""
        await self._jmap.change("Account", account_id, {"permissions": permissions or _INHERIT})

    async def remove_account(self, account_id: str) -> None:
        """The server erases the mail by and by."""
        await self._jmap.destroy("Account", account_id)

    async def remove_domain(self, domain_id: str) -> None:
        """Refused while something is in it."""
        await self._jmap.destroy("Domain", domain_id)


def _account(raw: dict[str, Any], domain: Domain) -> Account:
    permissions = raw.get("permissions") or _INHERIT
    denied = AUTHENTICATE in permissions_list(permissions, _DISABLED)
    if permissions.get("@type") == "Replace":
        denied = denied or AUTHENTICATE not in permissions_list(permissions, _ENABLED)
    used = raw.get("usedDiskQuota")
    return Account(
        id=str(raw["id"]),
        address=f"{raw['name']}@{domain.name}".lower(),
        may_sign_in=not denied,
        permissions=permissions,
        used_bytes=int(used) if used is not None else None,
    )
