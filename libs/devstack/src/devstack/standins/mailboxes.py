"""What both generations of Stalwart's stand-in serve: domains, and accounts in them."""

from typing import Any

from devstack.standins.shelf import Shelf

DOMAIN, ACCOUNT = "domain", "account"
_Json = dict[str, Any]
_INHERIT = {"@type": "Inherit"}
# Numbers become JMAP ids in base 32 (facts: C4).
_ALPHABET = "abcdefghijklmnopqrstuvwxyz792013"


def jmap_id(number: int) -> str:
    """Return the text that JMAP calls a number."""
    text = ""
    while number:
        number, digit = divmod(number, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return text or _ALPHABET[0]


class Mailboxes:
    """Names are unique; an account's address is its name at its domain's."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def domains(self) -> list[_Json]:
        """Return all of them."""
        return self._shelf.all(DOMAIN)

    def accounts(self) -> list[_Json]:
        """Return all of them."""
        return self._shelf.all(ACCOUNT)

    def domain_named(self, name: str) -> _Json | None:
        """Return the domain of this name."""
        return next((one for one in self.domains() if one["name"] == name), None)

    def account_at(self, address: str) -> _Json | None:
        """Return the account of this address."""
        return next((one for one in self.accounts() if self.address(one) == address), None)

    def address(self, account: _Json) -> str:
        """Return where mail reaches an account."""
        domain = self._shelf.get(DOMAIN, account["domainId"]) or {"name": "gone.invalid"}
        return f"{account['name']}@{domain['name']}"

    def get(self, kind: str, identity: str) -> _Json | None:
        """Return an object by its JMAP id."""
        return self._shelf.get(kind, identity)

    def add(self, kind: str, values: _Json) -> _Json:
        """Keep a new object; return it with its id."""
        number = self._shelf.next_number()
        made = {**values, "id": jmap_id(number), "number": number}
        if kind == ACCOUNT:
            made = {"permissions": _INHERIT, "usedDiskQuota": 0, **made}
        return self._shelf.put(kind, made["id"], made)

    def save(self, kind: str, content: _Json) -> None:
        """Keep a changed object."""
        self._shelf.put(kind, content["id"], content)

    def remove(self, kind: str, identity: str) -> bool:
        """Drop an object; say whether it was there."""
        return self._shelf.remove(kind, identity)
