"""oCIS' users, and who may do what in a space, over Graph (facts: F)."""

import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.standins.drives import DRIVE, ROLES, USER
from devstack.standins.graph_errors import graph_error
from devstack.standins.shelf import Shelf
from devstack.standins.striking import is_half

_FIELDS = {"displayName", "onPremisesSamAccountName", "mail", "passwordProfile", "accountEnabled"}
_REQUIRED = {"displayName", "onPremisesSamAccountName"}
_Json = dict[str, Any]


def routes(shelf: Shelf) -> list[Route]:
    """Return the routes of users and permissions."""
    api = _Api(shelf)
    root = "/graph/v1beta1/drives/{id}/root"
    return [
        Route("/graph/v1.0/users", api.list_all, methods=["GET"]),
        Route("/graph/v1.0/users", api.create, methods=["POST"]),
        Route("/graph/v1.0/users/{id}", api.one, methods=["GET", "DELETE"]),
        Route(f"{root}/permissions", api.permissions, methods=["GET"]),
        Route(f"{root}/permissions/{{permission}}", api.permission, methods=["PATCH", "DELETE"]),
        Route(f"{root}/invite", api.invite, methods=["POST"]),
    ]


class _Api:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def list_all(self, request: Request) -> Response:
        """`$search` finds parts of names and addresses."""
        words = request.query_params.get("$search", "").strip('"').lower()
        found = [
            user
            for user in self._shelf.all(USER)
            if any(words in str(value).lower() for value in user.values())
        ]
        return JSONResponse({"value": found})

    async def create(self, request: Request) -> Response:
        """Names are unique; half a user has no address."""
        asked = await request.json()
        if asked.keys() - _FIELDS or _REQUIRED - asked.keys():
            return graph_error(400, "invalidRequest", "unknown or missing field")
        name = asked["onPremisesSamAccountName"]
        if any(user["onPremisesSamAccountName"] == name for user in self._shelf.all(USER)):
            return graph_error(409, "nameAlreadyExists", "a user of this name exists")
        user = {"id": str(uuid.uuid4()), **asked}
        if is_half(request):
            user.pop("mail", None)
        self._shelf.put(USER, user["id"], user)
        return JSONResponse(user, status_code=201)

    async def one(self, request: Request) -> Response:
        """By id or name; who goes loses what they may."""
        user = self._user(request.path_params["id"])
        if user is None:
            return graph_error(404, "itemNotFound", "user not found")
        if request.method == "GET":
            return JSONResponse(user)
        self._shelf.remove(USER, user["id"])
        for drive in self._shelf.all(DRIVE):
            drive["permissions"] = [
                one for one in drive["permissions"] if one["user"] != user["id"]
            ]
            self._shelf.put(DRIVE, drive["id"], drive)
        return Response(status_code=204)

    async def permissions(self, request: Request) -> Response:
        """A disabled space shows none."""
        if (drive := self._open_drive(request)) is None:
            return _no_drive()
        shown = [
            {
                "id": one["id"],
                "roles": [one["role"]],
                "grantedToV2": {"user": {"id": one["user"]}},
            }
            for one in drive["permissions"]
        ]
        return JSONResponse({"value": shown})

    async def permission(self, request: Request) -> Response:
        """Change a role, or take it away."""
        if (drive := self._open_drive(request)) is None:
            return _no_drive()
        wanted = request.path_params["permission"]
        held = next((one for one in drive["permissions"] if one["id"] == wanted), None)
        if held is None:
            return graph_error(404, "itemNotFound", "permission not found")
        if request.method == "DELETE":
            drive["permissions"].remove(held)
        else:
            (held["role"],) = (await request.json())["roles"]
        self._shelf.put(DRIVE, drive["id"], drive)
        return Response(status_code=204 if request.method == "DELETE" else 200)

    async def invite(self, request: Request) -> Response:
        """Somebody who is in already is a conflict."""
        if (drive := self._open_drive(request)) is None:
            return _no_drive()
        asked = await request.json()
        (recipient,), (role,) = asked["recipients"], asked["roles"]
        user = self._shelf.get(USER, recipient["objectId"])
        if user is None or role not in ROLES:
            return graph_error(400, "invalidRequest", "unknown recipient or role")
        if any(one["user"] == user["id"] for one in drive["permissions"]):
            return graph_error(409, "nameAlreadyExists", "already invited")
        drive["permissions"].append({"id": f"u:{user['id']}", "user": user["id"], "role": role})
        self._shelf.put(DRIVE, drive["id"], drive)
        return JSONResponse({"value": [{"id": f"u:{user['id']}", "roles": [role]}]})

    def _user(self, identity: str) -> _Json | None:
        found = self._shelf.get(USER, identity)
        return found or next(
            (
                user
                for user in self._shelf.all(USER)
                if user["onPremisesSamAccountName"] == identity
            ),
            None,
        )

    def _open_drive(self, request: Request) -> _Json | None:
        drive = self._shelf.get(DRIVE, request.path_params["id"])
        return drive if drive and "deleted" not in drive["root"] else None


def _no_drive() -> Response:
    return graph_error(404, "itemNotFound", "drive not found")
