"""Stalwart from 0.16 on: registry objects over JMAP (facts: D), POST `/jmap`."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from devstack.standins.changing import change, create, destroy
from devstack.standins.mailboxes import ACCOUNT, DOMAIN, Mailboxes
from devstack.standins.striking import is_half

CAPABILITY = "urn:stalwart:jmap"
_ACCOUNT_ID = "d333333"
_KINDS = {"x:Domain": DOMAIN, "x:Account": ACCOUNT}
_Json = dict[str, Any]
# Stays inside.
_HIDDEN = {"number"}


def routes(mailboxes: Mailboxes) -> list[Route]:
    """Return the routes of the JMAP service."""
    api = _Api(mailboxes)
    return [
        Route("/jmap/session", api.session, methods=["GET"]),
        Route("/jmap", api.call, methods=["POST"]),
    ]


class _Api:
    def __init__(self, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes

    async def session(self, _: Request) -> Response:
        """Tell through which account the registry is reached."""
        accounts = {CAPABILITY: _ACCOUNT_ID}
        return JSONResponse({"capabilities": {CAPABILITY: {}}, "primaryAccounts": accounts})

    async def call(self, request: Request) -> Response:
        """Answer every method call; a request that is none is refused as a whole."""
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _problem(400, "The content type is not application/json.")
        body = await request.json()
        if CAPABILITY not in body.get("using", []):
            return _problem(400, "unknownCapability")
        half = is_half(request)
        responses = [
            [*self._answer(name, arguments, half=half), identity]
            for name, arguments, identity in body["methodCalls"]
        ]
        return JSONResponse({"methodResponses": responses, "sessionState": "0"})

    def _answer(self, name: str, arguments: _Json, *, half: bool) -> tuple[str, _Json]:
        kind, _, method = name.partition("/")
        if kind not in _KINDS or method not in {"get", "set", "query"}:
            return "error", {"type": "unknownMethod"}
        if arguments.get("accountId") != _ACCOUNT_ID:
            return "error", {"type": "accountNotFound"}
        if method == "query":
            return name, self._query(_KINDS[kind], arguments)
        if method == "get":
            return name, self._get(_KINDS[kind], arguments)
        return name, self._set(_KINDS[kind], arguments, half=half)

    def _query(self, kind: str, arguments: _Json) -> _Json:
        """`name` is a text condition: it finds parts of names too."""
        filters = arguments.get("filter") or {}
        found = [
            one["id"]
            for one in self._all(kind)
            if filters.get("name", "") in one["name"]
            and filters.get("domainId", one.get("domainId")) == one.get("domainId")
        ]
        start = int(arguments.get("position") or 0)
        ids = found[start : start + int(arguments.get("limit") or len(found) or 1)]
        return {"accountId": _ACCOUNT_ID, "ids": ids, "position": start, "total": len(found)}

    def _get(self, kind: str, arguments: _Json) -> _Json:
        wanted = arguments.get("ids") or []
        there = {one["id"]: one for one in self._all(kind)}
        shown = [
            {name: value for name, value in there[identity].items() if name not in _HIDDEN}
            for identity in wanted
            if identity in there
        ]
        for one in shown if kind == ACCOUNT else ():
            one["emailAddress"] = self._mailboxes.address(one)
        missing = [identity for identity in wanted if identity not in there]
        return {"accountId": _ACCOUNT_ID, "list": shown, "notFound": missing}

    def _set(self, kind: str, arguments: _Json, *, half: bool) -> _Json:
        answer: _Json = {"accountId": _ACCOUNT_ID}
        for label, values in (arguments.get("create") or {}).items():
            made = create(self._mailboxes, kind, values, half=half)
            answer.setdefault("created" if "id" in made else "notCreated", {})[label] = made
        for identity, patch in (arguments.get("update") or {}).items():
            refusal = change(self._mailboxes, kind, identity, patch)
            answer.setdefault("notUpdated" if refusal else "updated", {})[identity] = refusal
        for identity in arguments.get("destroy") or []:
            refusal = destroy(self._mailboxes, kind, identity)
            if refusal:
                answer.setdefault("notDestroyed", {})[identity] = refusal
            else:
                answer.setdefault("destroyed", []).append(identity)
        return answer

    def _all(self, kind: str) -> list[_Json]:
        return self._mailboxes.domains() if kind == DOMAIN else self._mailboxes.accounts()


def _problem(status: int, detail: str) -> Response:
    body = {"type": "about:blank", "status": status, "detail": detail}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")
