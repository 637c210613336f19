"""Stalwart from 0.16 on: registry objects over JMAP (RFC 8620), POST `/jmap`.

What fails is told in the answer, whose status stays 200: `notCreated` and its like for one object,
an "error" response for a whole call.
"""

from collections.abc import Mapping
from typing import Any

from tenant.provisioning.failures import (
    AlreadyThere,
    Broken,
    Forbidden,
    Gone,
    Refused,
    Throttled,
    UpstreamFailure,
)
from tenant.provisioning.http import Answer, Http

_USING = ("urn:ietf:params:jmap:core", "urn:stalwart:jmap")
_FORBIDDEN, _BAD_REQUEST = 403, 400
_AT_ONCE = 100
_FAILURES: Mapping[str, type[UpstreamFailure]] = {
    "primaryKeyViolation": AlreadyThere,
    "notFound": Gone,
    "forbidden": Forbidden,
    "rateLimit": Throttled,
}
_Json = dict[str, Any]


class Jmap:
    """Queries and changes of registry objects, by their type."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._account = ""

    async def find(self, kind: str, filters: Mapping[str, str]) -> list[_Json]:
        """Return every object that the filter finds."""
        found: list[_Json] = []
        while True:
            asked = {"filter": dict(filters), "position": len(found), "limit": _AT_ONCE}
            answer = await self._call(f"x:{kind}/query", asked, is_read=True)
            ids = answer.get("ids") or []
            if ids:
                got = await self._call(f"x:{kind}/get", {"ids": ids}, is_read=True)
                found += [dict(one) for one in got.get("list") or []]
            if len(ids) < _AT_ONCE:
                return found

    async def create(self, kind: str, values: Mapping[str, Any]) -> str:
        """Make an object; return its id."""
        answer = await self._call(f"x:{kind}/set", {"create": {"new": dict(values)}})
        made = (answer.get("created") or {}).get("new")
        if not made:
            raise _failure((answer.get("notCreated") or {}).get("new"))
        return str(made["id"])

    async def change(self, kind: str, identity: str, values: Mapping[str, Any]) -> None:
        """Change an object, as far as `values` say."""
        answer = await self._call(f"x:{kind}/set", {"update": {identity: dict(values)}})
        # The value is null when the server changed nothing beyond what was asked for.
        if identity not in (answer.get("updated") or {}):
            raise _failure((answer.get("notUpdated") or {}).get(identity))

    async def destroy(self, kind: str, identity: str) -> None:
        """Remove an object; one that isn't there is as good as removed."""
        answer = await self._call(f"x:{kind}/set", {"destroy": [identity]})
        if identity in (answer.get("destroyed") or []):
            return
        failure = _failure((answer.get("notDestroyed") or {}).get(identity))
        if not isinstance(failure, Gone):
            raise failure

    async def _call(self, method: str, asked: _Json, *, is_read: bool = False) -> _Json:
        asked = {"accountId": await self._account_id(), **asked}
        request = {"using": _USING, "methodCalls": [[method, asked, "c0"]]}
        if is_read:
            answer = await self._http.ask("/jmap", request)
        else:
            answer = await self._http.send("POST", "/jmap", request)
        return _response(answer, method)

    async def _account_id(self) -> str:
        """Return the account that the registry is reached through."""
        if not self._account:
            answer = await self._http.get("/jmap/session")
            session = answer.body if isinstance(answer.body, dict) else {}
            accounts = session.get("primaryAccounts") or {}
            if answer.status == _FORBIDDEN or (accounts and _USING[1] not in accounts):
                raise Forbidden("Stalwart lets these credentials not manage anything.")
            if not accounts:
                raise Broken("Stalwart answers with no JMAP session: is it older than 0.16?")
            self._account = str(accounts[_USING[1]])
        return self._account


def _response(answer: Answer, method: str) -> _Json:
    """Return the arguments of the one response."""
    body = answer.body if isinstance(answer.body, dict) else {}
    if answer.status == _FORBIDDEN:
        raise Forbidden(f"Stalwart: {body.get('detail') or 'forbidden'}")
    if answer.status >= _BAD_REQUEST:
        raise Refused(f"Stalwart ({answer.status}): {body.get('detail') or body.get('type')}")
    try:
        name, arguments, _ = body["methodResponses"][0]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise Broken(f"Stalwart answers {method} with something else.") from error
    if name == "error":
        raise _failure(arguments)
    return dict(arguments)


def _failure(said: Any) -> UpstreamFailure:
    """Return what a SetError or a method's error means."""
    told = said if isinstance(said, dict) else {}
    kind = str(told.get("type") or "unknown")
    words = " ".join(
        str(told[name]) for name in ("description", "properties", "objectId") if told.get(name)
    )
    return _FAILURES.get(kind, Refused)(f"Stalwart: {kind} {words}".strip())
