"""How long entries stay in the database, by what they tell: pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.audit.v1 import RetentionRule
from contracts.faults import Malformed, NotFound
from contracts.platform.v1 import FieldError

Days = Mapping[str, int]
EVERYTHING = "*"
_CLASS = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?")


class TooManyFiles(Malformed):
    """The archive would have to be read whole."""

    reason = "archive_too_many_files"


@dataclass(frozen=True, slots=True)
class Rule:
    """Entries of `action`, but for those of the `narrower` classes, stay for so many days."""

    action: str
    days: int
    narrower: tuple[str, ...]
    # Of this tenant alone; empty for those that have no rules of their own.
    tenant: str = ""


class TenantUnknown(NotFound):
    """No such tenant."""

    reason = "tenant_not_found"


class RuleTwice(Malformed):
    """Two rules are about one action."""

    reason = "rule_twice"


def days_of(rules: Sequence[RetentionRule]) -> Days:
    """Return rules as a mapping; refuse two for one action."""
    days = {rule.action: rule.days for rule in rules}
    if len(days) < len(rules):
        raise RuleTwice(
            "An action has one rule.",
            errors=[FieldError(field="rules", message="name each action once")],
        )
    return days


def rules_of(days: Days, *, tenant: str = "") -> list[Rule]:
    """Return the rules of a setting, `{"*": 400, "stalwart.*": 30}`; raise ValueError.

    The narrowest class counts. What no class names stays for ever.
    """
    for action, kept in days.items():
        if action != EVERYTHING and not _CLASS.fullmatch(action):
            raise ValueError(f"{action!r} should be an action, its beginning (mail.*), or *")
        if kept < 1:
            raise ValueError(f"{action!r} should stay for a day at least")
    return [
        Rule(action, kept, tuple(sorted(one for one in days if _is_narrower(one, action))), tenant)
        for action, kept in days.items()
    ]


def _is_narrower(one: str, other: str) -> bool:
    if one == other:
        return False
    beginning = other.removesuffix("*")
    return other.endswith("*") and one.startswith(beginning)
