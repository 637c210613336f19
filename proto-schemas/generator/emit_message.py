"""A message as a pydantic class."""

from collections.abc import Iterator

from generator.model import ProtoField, ProtoMessage
from generator.names import check_field
from generator.refusal import Refusals
from generator.shape import Shape
from generator.shaping import shape
from generator.text import docstring, literal, wrapped


def emit(message: ProtoMessage, *, refusals: Refusals) -> str:
    """Give the class; fields that are refused are noted and left out."""
    lines = [f"class {message.name}(Message):", docstring(message.doc or message.name, indent=4)]
    for field in message.fields:
        with refusals.at(field.place):
            check_field(field)
            lines += ["", f"    {_field(field, shape(field))}"]
    return "\n".join(lines)


def _field(field: ProtoField, found: Shape) -> str:
    or_none = field.optional or (field.is_message and not found.zero and not is_required(field))
    kind = f"{found.type} | None" if or_none else found.type
    # Null goes first: what follows then applies to the value alone.
    refused = ["NullRefused()"] if or_none and not field.clearable else []
    facts = f"Field({', '.join(_facts(field, found))})"
    told_once = ["ToldOnce()"] if field.told_once else []
    parts = ", ".join([kind, *refused, facts, *found.markers, *told_once])
    default = "None" if or_none else found.zero
    return f"{field.name}: Annotated[{parts}]{f' = {default}' if default else ''}"


def is_required(field: ProtoField) -> bool:
    """Whether the contract says that the field must be given."""
    return bool(field.rules.get("required"))


def _facts(field: ProtoField, found: Shape) -> Iterator[str]:
    if field.json_name != field.name:
        yield f"alias={literal(field.json_name)}"
    for name, value in found.constraints.items():
        yield f"{name}={literal(value)}"
    if field.doc:
        yield f"description={wrapped(field.doc)}"
