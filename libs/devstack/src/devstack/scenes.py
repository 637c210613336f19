"""What pages need to show something, made through the API: only what isn't there yet."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from devstack.api import Api

_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_FLAG = "jmap_native_v2"
_GONE = {"email": "former.colleague@nordwind.example", "name": "Former Colleague"}


def prepare(api: Api) -> Mapping[str, str]:
    """Return ids by the names of their places in the galleries' paths."""
    _save_search(api)
    return {
        "incident": _first(api, "/health/incidents", lambda: _open_incident(api)),
        "change": _first(api, "/change-requests", lambda: _propose(api)),
        "export": _first(api, "/audit/exports", lambda: _export(api)),
        "erasure": _first(api, "/audit/erasures", lambda: _erase(api)),
        "entry": _entry(api, {"action": "tenant.suspended"}),
        "own": _entry(api, {"tenantSlug": "acme", "action": "user.*"}),
    }


def _first(api: Api, path: str, make: Callable[[], Any]) -> str:
    """Return the id of the newest; make one where there is none, and wait for it to be listed."""
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    if not api.send("GET", path).json()["items"]:
        make()
    while not (items := api.send("GET", path).json()["items"]):
        _pause(give_up_at, path)
    return str(items[0]["id"])


def _entry(api: Api, query: Mapping[str, str]) -> str:
    """Return the id of an entry that can be proven by now."""
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while True:
        for entry in api.send("GET", "/audit", params=query).json()["items"][:1]:
            path = f"/audit/{entry['id']}/proof"
            if not api.send("GET", path, allowed=range(400, 500)).is_error:
                return str(entry["id"])
        _pause(give_up_at, "/audit")


def _pause(give_up_at: float, path: str) -> None:
    if time.monotonic() > give_up_at:
        raise TimeoutError(f"{path} has nothing to show after {_PATIENCE_SECONDS:.0f} s")
    time.sleep(_LOOK_SECONDS)


def _save_search(api: Api) -> None:
    if not api.send("GET", "/audit/searches").json()["items"]:
        asked = {"name": "Refused sign-ins", "shared": True, "filter": {"outcome": "denied"}}
        api.send("POST", "/audit/searches", json=asked)


def _open_incident(api: Api) -> None:
    facts = {"title": "Mail is delivered late", "text": "The queue of mx2 grows since 07:40."}
    made = api.send("POST", "/health/incidents", json=facts).json()
    api.send("POST", f"/health/incidents/{made['id']}/acknowledge", json={})


def _propose(api: Api) -> None:
    facts = {"flagKey": _FLAG, "title": "A quarter of all tenants", "draft": {"pct": 25}}
    made = api.send("POST", "/change-requests", json=facts).json()
    api.send("POST", f"/change-requests/{made['id']}/submit", json={})


def _export(api: Api) -> None:
    facts = {"format": "csv", "filter": {"action": "tenant.*"}}
    api.send("POST", "/audit/exports", json=facts)


def _erase(api: Api) -> None:
    api.send("POST", "/partners/nordwind/users", json=_GONE, allowed={409})
    asked = {"email": _GONE["email"], "reason": "Asked to be forgotten after leaving the company"}
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    # Not before the log tells of them.
    while api.send("POST", "/audit/erasure", json=asked, allowed={404}).is_error:
        _pause(give_up_at, "/audit/erasure")
