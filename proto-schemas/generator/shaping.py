"""The shape of any field: scalars, messages, lists and maps, and whether it must be given."""

from typing import Any

from generator import rules
from generator.model import ProtoField
from generator.refusal import Refusal
from generator.shape import Shape

WELL_KNOWN = {
    "google.protobuf.Timestamp": Shape(base="Timestamp"),
    "google.protobuf.Struct": Shape(base="Struct", zero="{}"),
    "google.protobuf.Value": Shape(base="Value"),
}
WIDE = {"int64", "uint64", "sint64", "fixed64", "sfixed64"}
# Rules about a field as a whole; the others are named for the field's type.
PRESENCE = {"required", "ignore"}
ZEROS = {'""': "", "0": 0, "0.0": 0.0, "False": False}


def shape(field: ProtoField) -> Shape:
    """Give the field's shape; its zero is "" when the field must be given."""
    kinds = {rule: value for rule, value in field.rules.items() if rule not in PRESENCE}
    required = field.rules.get("required", False)
    ignore = field.rules.get("ignore", "IGNORE_UNSPECIFIED")
    _check(field, required=required, ignore=ignore)
    if field.map_value:
        found = _map(field, kinds, required=required)
    elif field.repeated:
        found = _list(field, kinds, required=required)
    else:
        found = _single(field.kind, kinds, integer=field.integer)
        if not field.is_message:
            found = _implicit(found, required=required, ignore=ignore, optional=field.optional)
        elif required:
            found = found.but(zero="")
    return found


def _check(field: ProtoField, *, required: bool, ignore: str) -> None:
    if required and field.optional:
        raise Refusal("required contradicts optional")
    if field.clearable and not field.optional:
        raise Refusal("only an optional field can be clearable")
    is_text = field.kind == "string" and not (field.repeated or field.map_value)
    if field.told_once and (not is_text or field.optional or field.rules):
        raise Refusal("told_once is for text without rules: a repeated answer leaves it empty")
    if ignore not in {"IGNORE_UNSPECIFIED", "IGNORE_IF_ZERO_VALUE" if is_text else ""}:
        raise Refusal("ignore is only supported as IGNORE_IF_ZERO_VALUE of a string")
    if required and ignore != "IGNORE_UNSPECIFIED":
        raise Refusal("required contradicts ignore")


def _single(kind: str, kinds: dict[str, Any], *, integer: bool) -> Shape:
    if kind in WIDE:
        raise Refusal(f"{kind} is a string in JSON: use int32, or double with the integer option")
    if kind in {"bytes", "group"}:
        raise Refusal(f"{kind} is not supported: use string, in base64 if need be")
    if kind.startswith(("google.", "buf.")) and kind not in WELL_KNOWN:
        raise Refusal(f"{kind} is not supported: only Timestamp, Struct and Value are")
    if integer and kind != "double":
        raise Refusal("only a double can be integer")
    own = "timestamp" if kind == "google.protobuf.Timestamp" else kind
    wrong = sorted(set(kinds) - {own})
    if wrong:
        raise Refusal(f"rule buf.validate {wrong[0]} is not supported on a {kind} field")
    given = kinds.get(own, {})
    if "." in kind:
        if given:
            raise Refusal(f"rule buf.validate {own}.{next(iter(given))} is not supported")
        return WELL_KNOWN.get(kind) or Shape(base=kind.rpartition(".")[2])
    if kind == "string":
        return rules.string(given)
    if kind == "bool":
        return rules.boolean(given)
    return rules.number("integer" if integer else kind, given)


def _implicit(found: Shape, *, required: bool, ignore: str, optional: bool) -> Shape:
    """Settle a scalar without presence: absent is its zero, which its own rules may refuse."""
    zero = ZEROS[found.zero]
    if ignore == "IGNORE_IF_ZERO_VALUE" and found.values:
        return found.but(values=tuple(dict.fromkeys(("", *found.values))))
    if ignore == "IGNORE_IF_ZERO_VALUE" and not found.accepts(zero):
        return found.but(markers=(*found.markers, "EmptyAllowed()"))
    if required:
        found = _not_empty(found)
    if not optional and not found.accepts(zero):
        return found.but(zero="")
    return found


def _not_empty(found: Shape) -> Shape:
    if found.zero != '""':
        raise Refusal("required is for messages, strings, lists and maps: use optional or gte")
    if found.values:
        return found.but(values=tuple(value for value in found.values if value != ""))
    if found.accepts(""):
        return found.but(constraints={**found.constraints, "min_length": 1})
    return found


def _list(field: ProtoField, kinds: dict[str, Any], *, required: bool) -> Shape:
    given = _only(kinds, "repeated", {"min_items", "max_items", "unique", "items"})
    item = _single(field.kind, given.get("items", {}), integer=field.integer)
    constraints = _sizes(given, "items", required=required)
    unique = ("Unique()",) if given.get("unique") else ()
    if unique and field.is_message:
        raise Refusal("repeated.unique is for scalars")
    return Shape(
        base=f"list[{item.inner}]",
        constraints=constraints,
        markers=unique,
        zero="" if "min_length" in constraints else "[]",
    )


def _map(field: ProtoField, kinds: dict[str, Any], *, required: bool) -> Shape:
    if field.kind != "string":
        raise Refusal("keys of a map are strings: JSON has no others")
    given = _only(kinds, "map", {"min_pairs", "max_pairs", "keys", "values"})
    key = _single("string", given.get("keys", {}), integer=False)
    value = _single(field.map_value, given.get("values", {}), integer=field.integer)
    constraints = _sizes(given, "pairs", required=required)
    return Shape(
        base=f"dict[{key.inner if key.inner != 'str' else 'Key'}, {value.inner}]",
        constraints=constraints,
        zero="" if "min_length" in constraints else "{}",
    )


def _only(kinds: dict[str, Any], kind: str, known: set[str]) -> dict[str, Any]:
    wrong = sorted(set(kinds) - {kind})
    if wrong:
        raise Refusal(f"rule buf.validate {wrong[0]} is not supported on a {kind} field")
    given: dict[str, Any] = kinds.get(kind, {})
    unknown = sorted(set(given) - known)
    if unknown:
        raise Refusal(f"rule buf.validate {kind}.{unknown[0]} is not supported")
    return given


def _sizes(given: dict[str, Any], unit: str, *, required: bool) -> dict[str, Any]:
    least = max(int(given.get(f"min_{unit}", 0)), 1 if required else 0)
    sizes = {"min_length": least} if least else {}
    if f"max_{unit}" in given:
        sizes["max_length"] = int(given[f"max_{unit}"])
    return sizes
