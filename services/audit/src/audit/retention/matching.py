"""Whether an archived entry is one of those that are asked for: as the database would say. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.query.lookup import Criterion


def matches(row: Mapping[str, Any], criteria: Sequence[Criterion], *, is_complete: bool) -> bool:
    """Say whether every criterion holds; what its source has hidden only if it `is_complete`."""
    if not is_complete and (row.get("metadata") or {}).get("hidden") is True:
        return False
    return all(_holds(row.get(one.field), one) for one in criteria)


def _holds(held: Any, criterion: Criterion) -> bool:
    members = held if isinstance(held, list) else [held]
    found = any(_is(member, value) for value in criterion.values for member in members)
    return found is not criterion.is_excluded


def _is(member: Any, value: Any) -> bool:
    if isinstance(value, Mapping):
        # A word by its beginning.
        span = value["$elemMatch"]
        return bool(span["$gte"] <= member < span["$lt"])
    return bool(member == value)
