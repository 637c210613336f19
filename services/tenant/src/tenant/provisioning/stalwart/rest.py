"""Stalwart up to 0.15: the management API under `/api/principal`.

Errors come with status 200 and `{"error": …}`; only authentication, permission and rate limits
use status codes.
"""

from typing import Any
from urllib.parse import quote

from tenant.provisioning.failures import AlreadyThere, Broken, Forbidden, Gone, Refused
from tenant.provisioning.http import Answer, Http
from tenant.provisioning.stalwart.mail import (
    AUTHENTICATE,
    Account,
    Domain,
    permissions_list,
)

_PATH = "/api/principal"
_PAGE_SIZE = 100
_FORBIDDEN, _NOT_FOUND = 403, 404
_DENIED = "disabledPermissions"


class RestMail:
    """Principals of the types domain and individual."""

    def __init__(self, http: Http) -> None:
        self._http = http

    async def domain(self, name: str) -> Domain | None:
        """Found by name; a mailbox can't be called like a domain."""
        found = await self._principal(name)
        if found is None or found.get("type") != "domain":
            return None
        return Domain(str(found["id"]), name, str(found.get("description") or ""))

    async def accounts(self, domain: Domain) -> list[Account]:
        """The server's filter finds words; the address decides."""
        found: list[Account] = []
        page, more = 1, True
        while more:
            query = {
                "types": "individual",
                "filter": domain.name,
                "page": str(page),
                "limit": str(_PAGE_SIZE),
            }
            data = _data(await self._http.get(_PATH, query))
            items = data.get("items") or []
            found += [_account(item) for item in items]
            more = bool(items) and page * _PAGE_SIZE < int(data.get("total") or 0)
            page += 1
        return [one for one in found if one.address.endswith(f"@{domain.name}")]

    async def create_domain(self, name: str, *, description: str) -> str:
        """Its name is unique among all principals."""
        return await self._create({"type": "domain", "name": name, "description": description})

    async def describe_domain(self, domain_id: str, *, description: str) -> None:
        """By PATCH."""
        await self._patch(domain_id, "set", "description", description)

    async def create_account(self, address: str, *, domain: str, name: str) -> str:
        """The login name is the address; without the role it could do nothing."""
        del domain
        account = {"type": "individual", "name": address, "emails": [address], "roles": ["user"]}
        return await self._create(account | {"description": name})

    async def close_account(self, account_id: str, *, permissions: Any) -> None:
        """One denial more; the others stay."""
        del permissions
        await self._patch(account_id, "addItem", _DENIED, AUTHENTICATE)

    async def open_account(self, account_id: str, *, permissions: Any) -> None:
        """Without the denial; those that were added meanwhile stay."""
        del permissions
        await self._patch(account_id, "removeItem", _DENIED, AUTHENTICATE)

    async def remove_account(self, account_id: str) -> None:
        """As `remove_domain`."""
        await self.remove_domain(account_id)

    async def remove_domain(self, domain_id: str) -> None:
        """What isn't there is as good as removed."""
        try:
            _data(await self._http.send("DELETE", f"{_PATH}/{domain_id}"))
        except Gone:
            return

    async def _principal(self, name: str) -> dict[str, Any] | None:
        try:
            return _data(await self._http.get(f"{_PATH}/{quote(name, safe='@')}"))
        except Gone:
            return None

    async def _create(self, principal: dict[str, Any]) -> str:
        answer = await self._http.send("POST", _PATH, principal)
        return str(_checked(answer)["data"])

    async def _patch(self, principal_id: str, action: str, field: str, value: str) -> None:
        change = [{"action": action, "field": field, "value": value}]
        _checked(await self._http.send("PATCH", f"{_PATH}/{principal_id}", change))


def _account(raw: dict[str, Any]) -> Account:
    emails = raw.get("emails") or [raw["name"]]
    address = emails if isinstance(emails, str) else emails[0]
    used = raw.get("usedQuota")
    return Account(
        id=str(raw["id"]),
        address=str(address).lower(),
        may_sign_in=AUTHENTICATE not in permissions_list(raw, _DENIED),
        permissions=permissions_list(raw, _DENIED),
        used_bytes=int(used) if used is not None else None,
    )


def _data(answer: Answer) -> dict[str, Any]:
    data = _checked(answer).get("data")
    return data if isinstance(data, dict) else {}


def _checked(answer: Answer) -> dict[str, Any]:
    """Return a success; raise what Stalwart means otherwise, whatever the status says."""
    body = answer.body if isinstance(answer.body, dict) else {}
    error = str(body.get("error") or "")
    said = ", ".join(
        str(body[name]) for name in ("details", "reason", "field", "item") if name in body
    )
    if answer.status == _FORBIDDEN:
        raise Forbidden(f"Stalwart lets us not do this: {said or error}")
    if error == "notFound" or (answer.status == _NOT_FOUND and not error):
        raise Gone(f"Stalwart has no {said or 'such principal'}.")
    if error == "fieldAlreadyExists":
        raise AlreadyThere(f"Stalwart has this {body.get('field')} already.")
    if error:
        raise Refused(f"Stalwart: {error} {said}".strip())
    if "data" not in body:
        raise Broken(f"Stalwart answers {answer.status} without data.")
    return body
