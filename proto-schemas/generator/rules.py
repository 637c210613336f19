"""buf.validate rules of scalars as constraints; a rule without an effect is refused."""

from collections.abc import Callable
from typing import Any

from generator.refusal import Refusal
from generator.shape import Shape

INT32 = (-(2**31), 2**31 - 1)
UINT32 = (0, 2**32 - 1)
INTEGER = (-(2**53 - 1), 2**53 - 1)
FLOAT = (-3.4028234663852886e38, 3.4028234663852886e38)
DOUBLE = (None, None)

# kind -> the named type without rules, the builtin under it, its range, its zero
NUMBERS: dict[str, tuple[str, str, tuple[Any, Any], str]] = {
    "int32": ("Int32", "int", INT32, "0"),
    "sint32": ("Int32", "int", INT32, "0"),
    "sfixed32": ("Int32", "int", INT32, "0"),
    "uint32": ("Uint32", "int", UINT32, "0"),
    "fixed32": ("Uint32", "int", UINT32, "0"),
    "integer": ("Integer", "int", INTEGER, "0"),
    "float": ("Float", "float", FLOAT, "0.0"),
    "double": ("Double", "float", DOUBLE, "0.0"),
}
# well-known formats -> names in contracts.scalars
FORMATS = {
    "uuid": "Uuid",
    "email": "Email",
    "uri": "Uri",
    "hostname": "Hostname",
    "ip": "Ip",
    "ipv4": "Ipv4",
    "ipv6": "Ipv6",
}
BOUNDS = {"gte": "ge", "gt": "gt", "lte": "le", "lt": "lt"}
LENGTHS = {
    "min_len": ("min_length",),
    "max_len": ("max_length",),
    "len": ("min_length", "max_length"),
}
# Python's regex classes mean every script, RE2's mean ASCII.
CLASSES = ("\\d", "\\D", "\\w", "\\W", "\\b", "\\B")


def string(rules: dict[str, Any]) -> Shape:
    """Give the shape of a string under these rules."""
    known = {*FORMATS, *LENGTHS, "pattern", "in", "const"}
    _refuse_unknown("string", rules, known)
    closed = rules.get("in") or [rules[name] for name in ("const",) if name in rules]
    if closed:
        _alone("string", rules, {"in", "const"})
        return Shape(base="str", values=tuple(dict.fromkeys(closed)), zero='""')
    constraints: dict[str, Any] = {}
    for rule, names in LENGTHS.items():
        for name in names if rule in rules else ():
            if name in constraints:
                raise Refusal("string.len stands alone: it is min_len and max_len")
            constraints[name] = int(rules[rule])
    formats = [FORMATS[rule] for rule in FORMATS if rules.get(rule)]
    if "pattern" in rules:
        constraints["pattern"] = _pattern(rules["pattern"])
    if len(formats) + ("pattern" in rules) > 1:
        raise Refusal("string takes one of pattern and the well-known formats, not two")
    return Shape(base=formats[0] if formats else "str", constraints=constraints, zero='""')


def number(kind: str, rules: dict[str, Any]) -> Shape:
    """Give the shape of a number under these rules."""
    named, builtin, (low, high), zero = NUMBERS[kind]
    closed_allowed = {"in", "const"} if builtin == "int" else set()
    _refuse_unknown(kind, rules, {*BOUNDS, *closed_allowed})
    if not rules:
        return Shape(base=named, zero=zero)
    convert: Callable[[Any], int | float] = int if builtin == "int" else float
    closed = rules.get("in") or [rules[name] for name in ("const",) if name in rules]
    if closed:
        _alone(kind, rules, {"in", "const"})
        values = tuple(dict.fromkeys(int(value) for value in closed))
        return Shape(base=builtin, values=values, markers=("Number",), zero=zero)
    constraints = {BOUNDS[rule]: convert(rules[rule]) for rule in BOUNDS if rule in rules}
    _check_bounds(kind, constraints)
    if not constraints.keys() & {"ge", "gt"} and low is not None:
        constraints["ge"] = low
    if not constraints.keys() & {"le", "lt"} and high is not None:
        constraints["le"] = high
    return Shape(base=builtin, constraints=constraints, markers=("Number",), zero=zero)


def boolean(rules: dict[str, Any]) -> Shape:
    """Give the shape of a bool; no rule makes sense for one."""
    _refuse_unknown("bool", rules, set())
    return Shape(base="Boolean", zero="False")


def _pattern(pattern: str) -> str:
    for shorthand in CLASSES:
        if shorthand in pattern:
            raise Refusal(f"pattern: write {shorthand} as a class like [0-9]: engines differ on it")
    return pattern


def _check_bounds(kind: str, constraints: dict[str, Any]) -> None:
    low = constraints.get("ge", constraints.get("gt"))
    high = constraints.get("le", constraints.get("lt"))
    if low is not None and high is not None and low > high:
        # buf.validate reads this as "outside of the two", which JSON Schema can't say.
        raise Refusal(f"{kind}: the lower bound is over the upper one")


def _refuse_unknown(kind: str, rules: dict[str, Any], known: set[str]) -> None:
    unknown = sorted(set(rules) - known)
    if unknown:
        raise Refusal(f"rule buf.validate {kind}.{unknown[0]} is not supported")


def _alone(kind: str, rules: dict[str, Any], closed: set[str]) -> None:
    if len(rules) > 1:
        other = sorted(set(rules) - closed) or ["const"]
        raise Refusal(f"{kind}.in and {kind}.const stand alone, without {other[0]}")
