"""Stalwart up to 0.15: `/api/principal`, whose errors come with status 200 (facts: D)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.standins.mailboxes import ACCOUNT, DOMAIN, Mailboxes
from devstack.standins.striking import is_half

_Json = dict[str, Any]
_LISTS = {"enabledPermissions", "disabledPermissions"}


def routes(mailboxes: Mailboxes) -> list[Route]:
    """Return the routes of the management API."""
    api = _Api(mailboxes)
    return [
        Route("/api/principal", api.list_all, methods=["GET"]),
        Route("/api/principal", api.create, methods=["POST"]),
        Route("/api/principal/{identity}", api.one, methods=["GET", "PATCH", "DELETE"]),
    ]


class _Api:
    def __init__(self, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes

    async def list_all(self, request: Request) -> Response:
        """The filter finds words of names; pages begin with 1."""
        query = request.query_params
        types = (query.get("types") or "domain,individual").split(",")
        words = query.get("filter", "").lower()
        found = [
            principal
            for principal in self._principals()
            if principal["type"] in types and words in principal["name"]
        ]
        page, limit = int(query.get("page", "1")), int(query.get("limit", "0")) or len(found)
        items = found[(page - 1) * limit : page * limit]
        return JSONResponse({"data": {"items": items, "total": len(found)}})

    async def create(self, request: Request) -> Response:
        """Names are unique among all principals; an address needs its domain."""
        asked = await request.json()
        kind, name = asked.get("type"), str(asked.get("name") or "").lower()
        if not name:
            return _error("fieldMissing", field="name")
        if self._find(name) is not None:
            return _error("fieldAlreadyExists", field="name", value=name)
        description = "" if is_half(request) else asked.get("description", "")
        if kind == "domain":
            made = self._mailboxes.add(DOMAIN, {"name": name, "description": description})
            return JSONResponse({"data": made["number"]})
        if kind != "individual":
            return _error("unsupported", details=f"type {kind}")
        local, _, host = name.partition("@")
        domain = self._mailboxes.domain_named(host)
        if domain is None:
            return _error("notFound", item=host)
        account = {"@type": "User", "name": local, "domainId": domain["id"]}
        made = self._mailboxes.add(
            ACCOUNT, account | {"description": description, "roles": asked.get("roles", [])}
        )
        return JSONResponse({"data": made["number"]})

    async def one(self, request: Request) -> Response:
        """Read, change or remove, by name or number."""
        found = self._find(request.path_params["identity"].lower())
        if found is None:
            return _error("notFound", item=request.path_params["identity"])
        kind, stored = found
        if request.method == "GET":
            return JSONResponse({"data": self._shown(kind, stored)})
        if request.method == "DELETE":
            self._mailboxes.remove(kind, stored["id"])
            return JSONResponse({"data": None})
        for change in await request.json():
            if not _change(stored, change):
                return _error("unsupported", details=f"{change}")
        self._mailboxes.save(kind, stored)
        return JSONResponse({"data": None})

    def _principals(self) -> list[_Json]:
        domains = [self._shown(DOMAIN, one) for one in self._mailboxes.domains()]
        return domains + [self._shown(ACCOUNT, one) for one in self._mailboxes.accounts()]

    def _find(self, identity: str) -> tuple[str, _Json] | None:
        for kind, all_of in (
            (DOMAIN, self._mailboxes.domains()),
            (ACCOUNT, self._mailboxes.accounts()),
        ):
            for stored in all_of:
                if identity in {str(stored["number"]), self._shown(kind, stored)["name"]}:
                    return kind, stored
        return None

    def _shown(self, kind: str, stored: _Json) -> _Json:
        shown = {"id": stored["number"], "description": stored.get("description", "")}
        if kind == DOMAIN:
            return shown | {"type": "domain", "name": stored["name"]}
        address = self._mailboxes.address(stored)
        permissions = stored["permissions"]
        return shown | {
            "type": "individual",
            "name": address,
            "emails": [address],
            "roles": stored.get("roles", []),
            "usedQuota": stored["usedDiskQuota"],
            **{name: list(permissions.get(name, {})) for name in _LISTS},
        }


def _change(stored: _Json, change: _Json) -> bool:
    action, field, value = change.get("action"), change.get("field"), change.get("value")
    if action == "set" and field == "description":
        stored["description"] = value
        return True
    if action not in {"addItem", "removeItem"} or field not in _LISTS:
        return False
    held = {name: dict(stored["permissions"].get(name, {})) for name in _LISTS}
    if action == "addItem":
        held[field][value] = True
    else:
        held[field].pop(value, None)
    stored["permissions"] = (
        {"@type": "Merge", **held} if any(held.values()) else {"@type": "Inherit"}
    )
    return True


def _error(error: str, **said: str) -> Response:
    return JSONResponse({"error": error, **said})
