"""Conditions: `status == 200`, `latency < 500ms`, `body.status == "ok"`, `certificate_days > 14`.

condition = fact operator value
fact      = a name below, body and header with a path: body.items[0].state
operator  = ==  !=  <  <=  >  >=  contains
value     = a number (with its unit where the fact has one), "text", true, false, null
"""

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from health.conditions.paths import MISSING, find
from health.conditions.tokens import ConditionMalformed, Token, tokens

# What a fact is measured in: the unit of a value must fit.
_UNITS: Mapping[str, Mapping[str, float]] = {"latency": {"ms": 1.0, "s": 1000.0}}
_NUMBERS = frozenset({"status", "latency", "certificate_days", "instances", "age_seconds"})
_TREES = frozenset({"body", "header"})
_OTHERS = frozenset({"banner", "starttls", "answers", "version", "jetstream", "problem"})
FACTS = sorted(_NUMBERS | _TREES | _OTHERS)
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None}
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition."""

    text: str
    fact: str
    operator: str
    value: Any

    def failure(self, facts: Mapping[str, Any]) -> str | None:
        """Return why it doesn't hold, None when it does. What wasn't seen never holds."""
        seen = find(facts, self.fact)
        if seen is MISSING:
            return f"{self.text}: nothing was seen of {self.fact}"
        if _holds(seen, self.operator, self.value):
            return None
        return f"{self.text}: it was {_shown(seen)}"


def parse(text: str) -> Condition:
    """Read a condition; raise ConditionMalformed, which names the column."""
    fact, sign, value, *rest = [*tokens(text), _END, _END][:4]
    if fact.kind != "name":
        raise ConditionMalformed(text, fact.column, f"begin with a fact: {', '.join(FACTS)}")
    root = fact.text.split(".", 1)[0].split("[", 1)[0]
    if root not in FACTS or (root not in _TREES and fact.text != root):
        raise ConditionMalformed(text, fact.column, f"no fact {fact.text!r}: {', '.join(FACTS)}")
    if sign.kind != "operator" and sign.text != "contains":
        column = sign.column or len(text) + 1
        raise ConditionMalformed(text, column, "expected == != < <= > >= or contains")
    parsed = _value(text, root, value)
    if sign.text in _ORDER and (isinstance(parsed, bool) or not isinstance(parsed, int | float)):
        raise ConditionMalformed(text, value.column, f"{sign.text} compares numbers")
    if rest[0].kind != "end":
        raise ConditionMalformed(text, rest[0].column, "expected nothing more")
    return Condition(text, fact.text, sign.text, parsed)


_END = Token("end", "", 0)


def _value(text: str, root: str, token: Token) -> Any:
    if token.kind == "number":
        return _number(text, root, token)
    if root in _NUMBERS:
        example = "500ms" if root in _UNITS else "200"
        column = token.column or len(text) + 1
        raise ConditionMalformed(text, column, f"expected a number, e.g. {example}")
    if token.kind == "text":
        try:
            return json.loads(token.text)
        except ValueError:
            raise ConditionMalformed(text, token.column, "the text can't be read") from None
    if token.kind == "name" and token.text in _WORDS:
        return _WORDS[token.text]
    column = token.column or len(text) + 1
    raise ConditionMalformed(text, column, 'expected a value: 200, "text", true, false or null')


def _number(text: str, root: str, token: Token) -> float:
    units = _UNITS.get(root, {"": 1.0})
    if token.unit not in units:
        column = token.column + len(token.text)
        allowed = " or ".join(units) if root in _UNITS else "no unit"
        raise ConditionMalformed(text, column, f"{root} takes {allowed}")
    return float(token.text) * units[token.unit]


def _holds(seen: Any, sign: str, wanted: Any) -> bool:
    if sign == "contains":
        return wanted in seen if isinstance(seen, list) else str(wanted) in str(seen)
    if sign in {"==", "!="}:
        # In Python True equals 1; in JSON it doesn't.
        same = seen == wanted and isinstance(seen, bool) == isinstance(wanted, bool)
        return same is (sign == "==")
    if isinstance(seen, bool) or not isinstance(seen, int | float):
        return False
    return _ORDER[sign](seen, wanted)


def _shown(seen: Any) -> str:
    text = json.dumps(seen, default=str, ensure_ascii=False)
    longest = 80
    return text if len(text) <= longest else f"{text[:longest]}…"
