"""How the database finds what a selection asks for: pure.

The part that an index covers exactly stands alone in front; the rest is checked on what that finds
(MongoDB merges the two by itself). Each alternative in front is asked for by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from chassis import Scope, scoped

from audit.query.lookup import Criterion

# Most selective first. The last can only be looked at: the people of an entry come first.
_BY_SELECTIVITY = (
    "people",
    "words",
    "actionPaths",
    "tenantSlug",
    "partnerSlug",
    "source",
    "outcome",
)
_MOST_LEADS = 20
_SHOWN = {"metadata.hidden": {"$ne": True}}


@dataclass(frozen=True, slots=True)
class Plan:
    """`leads` are alternatives, each found through an index; every check must hold as well."""

    leads: Sequence[Mapping[str, Any]]
    checks: Sequence[Mapping[str, Any]]


def plan_of(criteria: Sequence[Criterion], scope: Scope, *, is_complete: bool) -> Plan:
    """Choose what leads; what the scope hides is never found."""
    every = [*criteria, *_visible(scope)]
    if not all(one.values for one in every):
        return Plan([], [])
    leading = _leading(every)
    leads = [
        dict(zip((one.field for one in leading), values, strict=True))
        for values in product(*(one.values for one in leading))
    ]
    checks = [_check(one) for one in every if one not in leading]
    return Plan(leads, checks if is_complete else [*checks, _SHOWN])


def checks_of(
    criteria: Sequence[Criterion], scope: Scope, *, is_complete: bool
) -> list[Mapping[str, Any]] | None:
    """Return what must hold for entries that were found otherwise; None when nothing can."""
    every = [*criteria, *_visible(scope)]
    if not all(one.values for one in every):
        return None
    return [*map(_check, every), *([] if is_complete else [_SHOWN])]


def _visible(scope: Scope) -> list[Criterion]:
    """Return the scope as what it is: another condition, and often the one to lead by."""
    return [
        Criterion(field, condition["$in"] if isinstance(condition, Mapping) else [condition])
        for field, condition in scoped(scope).items()
    ]


def _leading(criteria: Sequence[Criterion]) -> list[Criterion]:
    """Return what is in front: one, or a tenant and an action, which have an index together."""
    able = [
        one
        for one in criteria
        if one.is_exact
        and not one.is_excluded
        and one.field in _BY_SELECTIVITY
        and len(one.values) <= _MOST_LEADS
    ]
    if not able:
        return []
    first = min(able, key=lambda one: _BY_SELECTIVITY.index(one.field))
    tenant = next((one for one in able if one.field == "tenantSlug"), None)
    if first.field != "actionPaths" or tenant is None:
        return [first]
    if len(first.values) * len(tenant.values) > _MOST_LEADS:
        return [tenant]
    return [tenant, first]


def _check(criterion: Criterion) -> dict[str, Any]:
    if criterion.is_excluded:
        return {"$and": [{criterion.field: {"$ne": value}} for value in criterion.values]}
    if len(criterion.values) == 1:
        return {criterion.field: criterion.values[0]}
    return {"$or": [{criterion.field: value} for value in criterion.values]}
