"""The part of authentik's API v3 that provisioning needs (docs: developer API, core and policies).

A bad token is answered with 403, as is a missing permission; a name that is taken with 400.
"""

from collections.abc import Mapping
from typing import Any

from tenant.provisioning.failures import (
    AlreadyThere,
    Broken,
    CredentialsRefused,
    Forbidden,
    Gone,
    Refused,
)
from tenant.provisioning.http import Answer, Http

GROUPS = "/api/v3/core/groups/"
USERS = "/api/v3/core/users/"
APPLICATIONS = "/api/v3/core/applications/"
BINDINGS = "/api/v3/policies/bindings/"
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND = 400, 403, 404
# Newer servers cap larger pages silently.
_PAGE_SIZE = "100"
_TOKEN_WORDS = ("token invalid", "credentials were not provided", "authentication")
_Json = dict[str, Any]


class Api:
    """authentik, as an API token sees it."""

    def __init__(self, http: Http) -> None:
        self._http = http

    async def find(self, path: str, **filters: str) -> list[_Json]:
        """Return all results of a list, page after page."""
        found: list[_Json] = []
        page = 1
        while page:
            query = {**filters, "page": str(page), "page_size": _PAGE_SIZE}
            body = _ok(await self._http.get(path, query)).body
            try:
                found += [dict(one) for one in body["results"]]
                # A page's number, 0 when there is none.
                page = int(body["pagination"]["next"])
            except (KeyError, TypeError, ValueError) as error:
                raise Broken(f"authentik answers {path} with something else.") from error
        return found

    async def get(self, path: str) -> _Json | None:
        """Return one object; None when it isn't there."""
        answer = await self._http.get(path)
        return None if answer.status == _NOT_FOUND else _object(_ok(answer))

    async def create(self, path: str, body: Mapping[str, Any]) -> _Json:
        """Make an object and return it."""
        return _object(_ok(await self._http.send("POST", path, dict(body))))

    async def change(self, path: str, body: Mapping[str, Any]) -> None:
        """Change an object, as far as `body` says."""
        _ok(await self._http.send("PATCH", path, dict(body)))

    async def call(self, path: str, body: Mapping[str, Any]) -> None:
        """Do what the path names."""
        _ok(await self._http.send("POST", path, dict(body)))

    async def remove(self, path: str) -> None:
        """Remove an object; one that isn't there is as good as removed."""
        answer = await self._http.send("DELETE", path)
        if answer.status != _NOT_FOUND:
            _ok(answer)


def _ok(answer: Answer) -> Answer:
    """Return a success; raise what authentik means otherwise."""
    if answer.status < _BAD_REQUEST:
        return answer
    said = _said(answer.body)
    if answer.status == _FORBIDDEN:
        if any(words in said.lower() for words in _TOKEN_WORDS):
            raise CredentialsRefused(f"authentik refuses our token: {said}")
        raise Forbidden(f"authentik: {said}")
    if answer.status == _NOT_FOUND:
        raise Gone(f"authentik: {said}")
    if answer.status == _BAD_REQUEST and "unique" in said:
        raise AlreadyThere(f"authentik: {said}")
    raise Refused(f"authentik ({answer.status}): {said}")


def _said(body: Any) -> str:
    """Return the words of an error: `detail`, or what is wrong with which field."""
    if not isinstance(body, dict):
        return "no words"
    if "detail" in body:
        return str(body["detail"])
    told = (
        f"{name}: {' '.join(map(str, words)) if isinstance(words, list) else words}"
        for name, words in body.items()
        if name != "code"
    )
    return "; ".join(told)[:500]


def _object(answer: Answer) -> _Json:
    if not isinstance(answer.body, dict):
        raise Broken("authentik answers with something else than an object.")
    return answer.body
