"""oCIS' spaces over Graph (facts: F): names aren't unique, and asking twice makes two."""

import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.standins.graph_errors import graph_error
from devstack.standins.shelf import Shelf
from devstack.standins.striking import is_half

DRIVE, USER = "drive", "graph_user"
_FIELDS = {"name", "description", "driveAlias", "driveType", "quota"}
_NOT_IN_NAMES = set('/\\.:?*"<>|')
_LONGEST_NAME = 255
_DEFAULT_QUOTA = 1024**3
_ADMIN = "f36f1c0c-0000-4000-8000-0000000000ad"
_MANAGER = "312c0871-5ef7-4b3a-85b6-0e4074c64049"
ROLES = {
    _MANAGER,
    "58c63c02-1d89-4572-916a-870abc5a1b7d",
    "a8d5fe5e-96e3-418d-825b-534dbdf22b99",
}
_Json = dict[str, Any]


def routes(shelf: Shelf) -> list[Route]:
    """Return the routes of spaces."""
    api = _Api(shelf)
    return [
        Route("/graph/v1.0/drives", api.list_all, methods=["GET"]),
        Route("/graph/v1.0/drives", api.create, methods=["POST"]),
        Route("/graph/v1.0/drives/{id}", api.one, methods=["GET", "PATCH", "DELETE"]),
    ]


class _Api:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def list_all(self, _: Request) -> Response:
        """Disabled ones are listed too."""
        return JSONResponse({"value": [_shown(drive) for drive in self._shelf.all(DRIVE)]})

    async def create(self, request: Request) -> Response:
        """Any unknown field is refused; half of one has neither quota nor description."""
        asked = await request.json()
        if wrong := _wrong(asked) or ("name is missing" if "name" not in asked else ""):
            return graph_error(400, "invalidRequest", wrong)
        storage, space = "storage-users-1", str(uuid.uuid4())
        identity = f"{storage}${space}"
        drive = {
            "id": identity,
            "name": asked["name"],
            "driveType": "project",
            "driveAlias": asked.get("driveAlias", f"project/{asked['name'].lower()}"),
            "description": asked.get("description", ""),
            "quota": {"total": (asked.get("quota") or {}).get("total", _DEFAULT_QUOTA), "used": 0},
            "root": {"id": f"{identity}!{space}"},
            "permissions": [{"id": f"u:{_ADMIN}", "user": _ADMIN, "role": _MANAGER}],
        }
        if is_half(request):
            drive |= {"description": "", "quota": {"total": _DEFAULT_QUOTA, "used": 0}}
        self._shelf.put(DRIVE, identity, drive)
        return JSONResponse(_shown(drive), status_code=201)

    async def one(self, request: Request) -> Response:
        """Read, change, disable, restore or purge."""
        drive = self._shelf.get(DRIVE, request.path_params["id"])
        if drive is None:
            return graph_error(404, "itemNotFound", "drive not found")
        if request.method == "GET":
            return JSONResponse(_shown(drive))
        if request.method == "DELETE":
            return self._delete(drive, purge=bool(request.headers.get("purge")))
        return self._change(drive, await request.json(), request)

    def _delete(self, drive: _Json, *, purge: bool) -> Response:
        is_disabled = "deleted" in drive["root"]
        if purge != is_disabled:
            return graph_error(400, "invalidRequest", "can't purge enabled, nor disable disabled")
        if purge:
            self._shelf.remove(DRIVE, drive["id"])
        else:
            drive["root"]["deleted"] = {"state": "trashed"}
            self._shelf.put(DRIVE, drive["id"], drive)
        return Response(status_code=204)

    def _change(self, drive: _Json, asked: _Json, request: Request) -> Response:
        if "deleted" in drive["root"]:
            if not request.headers.get("restore"):
                return graph_error(404, "itemNotFound", "the drive is disabled")
            del drive["root"]["deleted"]
        if wrong := _wrong(asked):
            return graph_error(400, "invalidRequest", wrong)
        quota = drive["quota"] | (asked.pop("quota", None) or {})
        drive |= {**asked, "quota": quota}
        self._shelf.put(DRIVE, drive["id"], drive)
        return JSONResponse(_shown(drive))


def _wrong(asked: _Json) -> str:
    if unknown := asked.keys() - _FIELDS:
        return f"unknown field {min(unknown)}"
    name = asked.get("name", "-")
    if not 0 < len(name) <= _LONGEST_NAME or _NOT_IN_NAMES & set(name):
        return "invalid spacename"
    return ""


def _shown(drive: _Json) -> _Json:
    return {name: value for name, value in drive.items() if name != "permissions"}
