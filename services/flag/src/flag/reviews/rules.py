"""What a change request may become, and what refuses it.

    draft ──submit──▶ in_review ──approve──▶ approved ──apply──▶ applied
      ▲                  │                     │
      └──────── written anew, from any of the three
                         └──reject──▶ rejected            withdraw, from any of the three

Fault
├── ChangeRequestNotFound    404  change_request_not_found
├── OwnChangeRequest         403  own_change_request
├── NotTheAuthor             403  not_the_author
├── IllegalTransition        409  illegal_transition
├── ChangeConflict           409  change_request_conflict
└── PreviewChanged           409  preview_changed
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.faults import Conflict, Forbidden, NotFound
from contracts.flag.v1 import ChangeRequest, Difference
from contracts.platform.v1 import FieldError

_ALLOWED_FROM = {
    "draft": {"draft", "in_review", "approved"},
    "in_review": {"draft"},
    "approved": {"in_review"},
    "rejected": {"in_review"},
    "applied": {"approved"},
    "withdrawn": {"draft", "in_review", "approved"},
}
_MOST_TENANTS = 20


class ChangeRequestNotFound(NotFound):
    """No such change request."""

    reason = "change_request_not_found"

    def __init__(self, identity: str) -> None:
        super().__init__(f"There is no change request {identity}.")


class OwnChangeRequest(Forbidden):
    """Nobody decides about their own."""

    reason = "own_change_request"


class NotTheAuthor(Forbidden):
    """What was reviewed must be what its author wrote."""

    reason = "not_the_author"


class IllegalTransition(Conflict):
    """The change request's status doesn't allow this."""

    reason = "illegal_transition"


class ChangeConflict(Conflict):
    """The flag has changed since the draft was written."""

    reason = "change_request_conflict"


class PreviewChanged(Conflict):
    """Other tenants would be switched than were looked at."""

    reason = "preview_changed"


def ensure_transition(request: ChangeRequest, target: str) -> None:
    """Refuse an edge that isn't in the drawing, naming both states."""
    if request.status not in _ALLOWED_FROM[target]:
        raise IllegalTransition(
            f"The change request is {request.status}; it can't become {target}."
        )


def ensure_other(request: ChangeRequest, actor_id: str) -> None:
    """Refuse the author's own decision."""
    if request.author_id == actor_id:
        raise OwnChangeRequest("Somebody else than its author decides about a change request.")


def ensure_author(request: ChangeRequest, actor_id: str) -> None:
    """Refuse others' hands on the draft."""
    if request.author_id != actor_id:
        raise NotTheAuthor(f"Only {request.author} changes this change request.")


def differences(
    base: Mapping[str, Any], current: Mapping[str, Any], draft: Mapping[str, Any]
) -> list[Difference]:
    """Return, three ways, each field that is drafted or has changed."""
    touched = {name for name in base.keys() | current.keys() if base.get(name) != current.get(name)}
    return [
        Difference(
            field=name,
            base=base.get(name),
            current=current.get(name),
            proposed=draft.get(name, current.get(name)),
            conflicting=name in touched,
        )
        for name in sorted(touched | draft.keys())
    ]


def conflict(found: Sequence[Difference]) -> ChangeConflict:
    """Tell the difference, three ways."""
    errors = [
        FieldError(
            field=one.field,
            message=f"was {_json(one.base)}, is {_json(one.current)}, "
            f"would be {_json(one.proposed)}",
        )
        for one in found
    ]
    return ChangeConflict(
        "The flag has changed since this was written: write it anew.", errors=errors
    )


def ensure_same_tenants(before: Sequence[str], now: Sequence[str]) -> None:
    """Refuse to switch others than were looked at; the lines are a preview's."""
    changed = set(before) ^ set(now)
    if not changed:
        return
    errors = [
        FieldError(
            field=line.split(" ", 1)[0],
            message="would be switched now" if line in set(now) else "was to be switched",
        )
        for line in sorted(changed)[:_MOST_TENANTS]
    ]
    raise PreviewChanged(
        f"{len(changed)} tenants would be switched otherwise than was looked at.", errors=errors
    )


def _json(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
