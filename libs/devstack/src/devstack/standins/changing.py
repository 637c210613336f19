"""Creating, changing and destroying registry objects: what is wrong is a SetError (RFC 8620)."""

from typing import Any

from devstack.standins.mailboxes import ACCOUNT, DOMAIN, Mailboxes

_Json = dict[str, Any]
_REQUIRED = {
    DOMAIN: {"name", "certificateManagement", "dkimManagement", "dnsManagement", "subAddressing"},
    ACCOUNT: {"@type", "name", "domainId", "roles", "permissions", "encryptionAtRest"},
}
_OPTIONAL = {
    DOMAIN: {"description", "aliases", "isEnabled", "catchAllAddress"},
    ACCOUNT: {"description", "credentials", "quotas", "aliases", "memberGroupIds", "locale"},
}
_VARIANTS = {"Inherit", "Merge", "Replace"}


def create(mailboxes: Mailboxes, kind: str, values: _Json, *, half: bool) -> _Json:
    """Return `{id}`, or the error; a half creation loses the description."""
    if error := _wrong(kind, values):
        return error
    if missing := _REQUIRED[kind] - values.keys():
        return {"type": "validationFailed", "properties": sorted(missing)}
    if kind == ACCOUNT:
        if mailboxes.get(DOMAIN, values["domainId"]) is None:
            return {"type": "invalidForeignKey", "properties": ["domainId"]}
        held = mailboxes.account_at(mailboxes.address(values))
    else:
        held = mailboxes.domain_named(values["name"])
    if held is not None:
        return {"type": "primaryKeyViolation", "objectId": held["id"]}
    kept = {name: value for name, value in values.items() if not (half and name == "description")}
    return {"id": mailboxes.add(kind, kept)["id"]}


def change(mailboxes: Mailboxes, kind: str, identity: str, patch: _Json) -> _Json | None:
    """Return the error; nothing when the change was made."""
    held = mailboxes.get(kind, identity)
    if held is None:
        return {"type": "notFound"}
    if error := _wrong(kind, patch):
        return error
    mailboxes.save(kind, {**held, **patch})
    return None


def destroy(mailboxes: Mailboxes, kind: str, identity: str) -> _Json | None:
    """Return the error; a domain with accounts isn't destroyed."""
    if kind == DOMAIN and any(one["domainId"] == identity for one in mailboxes.accounts()):
        return {"type": "objectIsLinked", "objectId": identity}
    return None if mailboxes.remove(kind, identity) else {"type": "notFound"}


def _wrong(kind: str, values: _Json) -> _Json | None:
    if unknown := values.keys() - _REQUIRED[kind] - _OPTIONAL[kind]:
        return {"type": "invalidProperties", "properties": sorted(unknown)}
    permissions = values.get("permissions", {"@type": "Inherit"})
    if not isinstance(permissions, dict) or permissions.get("@type") not in _VARIANTS:
        return {"type": "invalidPatch", "description": "Missing or invalid '@type'"}
    return None
