"""The fields that a query may name, and what their values must look like: pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from audit.query.conditions import Kind

_ACTION = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?")
_TOKEN = re.compile(r"[a-z0-9_-]+")
_OUTCOMES = ("success", "failure", "denied")


@dataclass(frozen=True, slots=True)
class Field:
    """`fits` says whether a value can be one of this field; `form` says it to people."""

    kind: Kind
    fits: Callable[[str], bool]
    form: str


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


FIELDS = {
    "action": Field(Kind.ACTION, _matches(_ACTION), "should be an action or a beginning: tenant.*"),
    "actor": Field(Kind.ACTOR, lambda value: "@" in value, "should be an email address"),
    "tenant": Field(Kind.TENANT, _matches(_TOKEN), "should be a tenant's slug"),
    "partner": Field(Kind.PARTNER, _matches(_TOKEN), "should be a partner's slug"),
    "outcome": Field(
        Kind.OUTCOME, lambda value: value in _OUTCOMES, f"should be {', '.join(_OUTCOMES)}"
    ),
    "source": Field(Kind.SOURCE, _matches(_TOKEN), "should be a source, like tenant or authentik"),
}
AT = "at"
KNOWN = (*FIELDS, AT)
