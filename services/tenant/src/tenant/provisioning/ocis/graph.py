"""The part of oCIS' Graph API (libre-graph-api 1.0) that provisioning needs."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tenant.provisioning.failures import (
    AlreadyThere,
    Broken,
    Forbidden,
    Gone,
    Refused,
    UpstreamFailure,
)
from tenant.provisioning.http import Answer, Http

DRIVES = "/graph/v1.0/drives"
USERS = "/graph/v1.0/users"
_BETA_DRIVES = "/graph/v1beta1/drives"
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND, _CONFLICT = 400, 403, 404, 409
_MEANINGS: Mapping[int, type[UpstreamFailure]] = {
    _FORBIDDEN: Forbidden,
    _NOT_FOUND: Gone,
    _CONFLICT: AlreadyThere,
}
_Json = dict[str, Any]


class Graph:
    """oCIS, as a space administrator sees it."""

    def __init__(self, http: Http) -> None:
        self._http = http

    async def drives(self) -> list[_Json]:
        """Return every project space, disabled ones too."""
        query = {"$filter": "driveType eq 'project'"}
        return _list(await self._http.get(DRIVES, query))

    async def drive(self, drive_id: str) -> _Json | None:
        """Return a space; None when there is none."""
        return await self._one(f"{DRIVES}/{_quoted(drive_id)}")

    async def create_drive(self, values: Mapping[str, Any]) -> str:
        """Make a space. Asked twice, it makes two: names aren't unique."""
        return str(_object(_ok(await self._http.send("POST", DRIVES, dict(values))))["id"])

    async def change_drive(self, drive_id: str, values: Mapping[str, Any]) -> None:
        """Change a space, as far as `values` say."""
        _ok(await self._http.send("PATCH", f"{DRIVES}/{_quoted(drive_id)}", dict(values)))

    async def enable_drive(self, drive_id: str) -> None:
        """Open a disabled space with everything in it."""
        path = f"{DRIVES}/{_quoted(drive_id)}"
        _ok(await self._http.send("PATCH", path, {}, headers={"Restore": "true"}))

    async def disable_drive(self, drive_id: str) -> None:
        """Close a space; everything in it is kept."""
        _ok(await self._http.send("DELETE", f"{DRIVES}/{_quoted(drive_id)}"))

    async def purge_drive(self, drive_id: str) -> None:
        """Destroy a disabled space with everything in it."""
        path = f"{DRIVES}/{_quoted(drive_id)}"
        answer = await self._http.send("DELETE", path, headers={"Purge": "T"})
        if answer.status != _NOT_FOUND:
            _ok(answer)

    async def permissions(self, drive_id: str) -> list[_Json]:
        """Return who may do what in a space."""
        return _list(await self._http.get(f"{_root(drive_id)}/permissions"))

    async def invite(self, drive_id: str, *, user: str, role: str) -> None:
        """Let somebody into a space."""
        recipient = {"objectId": user, "@libre.graph.recipient.type": "user"}
        body = {"recipients": [recipient], "roles": [role]}
        _ok(await self._http.send("POST", f"{_root(drive_id)}/invite", body))

    async def change_permission(self, drive_id: str, permission_id: str, *, role: str) -> None:
        """Give another role."""
        path = f"{_root(drive_id)}/permissions/{_quoted(permission_id)}"
        _ok(await self._http.send("PATCH", path, {"roles": [role]}))

    async def remove_permission(self, drive_id: str, permission_id: str) -> None:
        """Let somebody in no longer."""
        path = f"{_root(drive_id)}/permissions/{_quoted(permission_id)}"
        answer = await self._http.send("DELETE", path)
        if answer.status != _NOT_FOUND:
            _ok(answer)

    async def user(self, user_id: str) -> _Json | None:
        """Return a user by id or by name; None when there is none."""
        return await self._one(f"{USERS}/{_quoted(user_id)}")

    async def search_users(self, text: str) -> list[_Json]:
        """Return the users whose name or address holds the text."""
        return _list(await self._http.get(USERS, {"$search": f'"{text}"'}))

    async def create_user(self, values: Mapping[str, Any]) -> str:
        """Make a user; a name that is taken is a conflict."""
        return str(_object(_ok(await self._http.send("POST", USERS, dict(values))))["id"])

    async def remove_user(self, user_id: str) -> None:
        """Remove a user with their personal space."""
        answer = await self._http.send("DELETE", f"{USERS}/{_quoted(user_id)}")
        if answer.status != _NOT_FOUND:
            _ok(answer)

    async def _one(self, path: str) -> _Json | None:
        answer = await self._http.get(path)
        return None if answer.status == _NOT_FOUND else _object(_ok(answer))


def _root(drive_id: str) -> str:
    return f"{_BETA_DRIVES}/{_quoted(drive_id)}/root"


def _quoted(identity: str) -> str:
    return quote(identity, safe="$!@")


def _ok(answer: Answer) -> Answer:
    if answer.status < _BAD_REQUEST:
        return answer
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    told = error if isinstance(error, dict) else {}
    words = f"oCIS ({answer.status}): {told.get('code', '')} {told.get('message', '')}".strip()
    raise _MEANINGS.get(answer.status, Refused)(words)


def _object(answer: Answer) -> _Json:
    if not isinstance(answer.body, dict):
        raise Broken("oCIS answers with something else than an object.")
    return answer.body


def _list(answer: Answer) -> list[_Json]:
    found = _object(_ok(answer)).get("value")
    if not isinstance(found, list):
        raise Broken("oCIS answers with something else than a list.")
    return [dict(one) for one in found]
