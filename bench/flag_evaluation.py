"""One flag decided in this process, against flagd's own evaluator for an equal flag, in turns."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bus import MemoryConnection
from contracts.flag.v1 import Flag
from contracts.tenant.v1 import Tenant
from flags import Flags
from flags.records import flag_key, flag_record
from openfeature.contrib.tools.flagd.core import FlagdCore
from openfeature.evaluation_context import EvaluationContext

ROUNDS = 15
CALLS = 20_000
_MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
_ACME = {
    "id": "0190b2c4-7a64-7c3e-9f1a-2b3c4d5e6f70",
    "slug": "acme",
    "name": "Acme",
    "plan": "business",
    "status": "active",
    "createdAt": _MOMENT,
    "updatedAt": _MOMENT,
    "version": 1,
}
_PLANS = ["business", "enterprise"]
_BY_PLAN = {"in": [{"var": "plan"}, _PLANS]}
_DRAWN = {"fractional": [{"var": "tenantId"}, ["on", 25], ["off", 75]]}
# What our flag says, flagd's targeting that asks the same, and the most microseconds it may take.
_FLAGS: dict[str, tuple[dict[str, Any], dict[str, Any] | None, float]] = {
    "static": ({"state": "on"}, None, 1.5),
    "targeted by plan": (
        {"state": "targeted", "scope": {"plans": _PLANS}},
        {"if": [_BY_PLAN, "on", "off"]},
        5.0,
    ),
    "rollout": ({"state": "rollout", "pct": 25}, _DRAWN, 5.0),
    "rollout by plan": (
        {"state": "rollout", "pct": 25, "scope": {"plans": _PLANS}},
        {"if": [_BY_PLAN, _DRAWN, "off"]},
        5.0,
    ),
}


def measure() -> list[dict[str, Any]]:
    """Return a row for each kind of flag: microseconds of both, and their ratio."""
    return [_row(name, *given) for name, given in _FLAGS.items()]


def _row(
    name: str, fields: dict[str, Any], targeting: dict[str, Any] | None, most: float
) -> dict[str, Any]:
    ours, theirs = _ours(fields), _theirs(targeting)
    pairs = [(_microseconds(ours), _microseconds(theirs)) for _ in range(ROUNDS)]
    mine, base = (statistics.median(spent) for spent in zip(*pairs, strict=True))
    ratios = [own / other for own, other in pairs]
    return {
        "what": f"a {name} flag, decided locally",
        "measured": f"{mine:.2f} us",
        "baseline": f"{base:.2f} us flagd-core",
        "ratio": statistics.median(ratios),
        "spread": f"{min(ratios):.2f}-{max(ratios):.2f}",
        "goal": "<= 1.00",
        "note": f"at most {most} us",
    }


def _ours(fields: dict[str, Any]) -> Callable[[], object]:
    """Return what any service calls: the tenant by its slug, as the directory knows it."""
    flags = Flags(MemoryConnection())
    flags.tenants.take(Tenant.parse(_ACME))
    given = {"key": "beta", "kind": "boolean", "createdAt": _MOMENT, "updatedAt": _MOMENT}
    flags.take(flag_key("beta"), flag_record(Flag.parse(given | fields), version=1))
    return lambda: flags.evaluate("beta", "acme")


def _theirs(targeting: dict[str, Any] | None) -> Callable[[], object]:
    """Return the same of flagd, its context made beforehand."""
    core = FlagdCore()
    flag: dict[str, Any] = {
        "state": "ENABLED",
        "variants": {"on": True, "off": False},
        "defaultVariant": "on",
    }
    if targeting is not None:
        flag["targeting"] = targeting
    core.set_flags({"flags": {"beta": flag}})
    context = EvaluationContext("acme", {"tenantId": _ACME["id"], "plan": _ACME["plan"]})
    return lambda: core.resolve_boolean_value("beta", default_value=False, ctx=context)


def _microseconds(decide: Callable[[], object]) -> float:
    calls = range(CALLS)
    started = time.process_time()
    for _ in calls:
        decide()
    return (time.process_time() - started) / CALLS * 1e6
