"""Names that generated classes can't have."""

import keyword

from beanie import Document
from contracts.message import Message

from generator.model import Declaration, ProtoField, ProtoFile
from generator.refusal import Refusal, Refusals
from generator.text import screaming, snake

# Documents mix these classes with the messages: a field would hide a method, or the reverse.
METHODS = {name for kind in (Document, Message) for name in dir(kind) if not name.startswith("__")}
# chassis.StoredDocument adds its own fields; `id` and `version` are meant to be shared.
STORAGE = {"outbox", *Document.model_fields} - {"id"}
# A field of such a name would hide the type in the annotations below it.
TYPES = {"str", "int", "float", "list", "dict"}
# What generated modules import.
IMPORTED = {
    "Annotated", "Any", "AnyRpc", "Boolean", "Caller", "Double", "Email", "EmptyAllowed", "Field",
    "Float", "Hostname", "HttpRule", "Int32", "Integer", "Ip", "Ipv4", "Ipv6", "Key", "Literal",
    "Message", "NullRefused", "Number", "Protocol", "Rpc", "Struct", "Timestamp", "ToldOnce",
    "Uint32", "Unique", "Uri", "Uuid", "Value", "abstractmethod",
}  # fmt: skip


def check_field(field: ProtoField) -> None:
    """Refuse a field that Python, pydantic or Beanie uses otherwise."""
    name = field.name
    if keyword.iskeyword(name) or name in TYPES:
        raise Refusal(f"field {name} is a word of Python: choose another name")
    if name.startswith(("_", "model_")) or name in METHODS | STORAGE:
        raise Refusal(f"field {name} is a word of pydantic or Beanie: choose another name")


def check_exports(files: list[ProtoFile], *, refusals: Refusals) -> None:
    """Refuse two things that would share a Python name in one package."""
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        named: list[tuple[str, Declaration]] = [(one.name, one) for one in file.messages]
        for service in file.services:
            constant = screaming(service.name)
            named += [(name, service) for name in (service.name, f"{service.name}Client", constant)]
            named += [(screaming(rpc.name), rpc) for rpc in service.rpcs]
        for name, declaration in named:
            with refusals.at(declaration.place):
                if name in IMPORTED or keyword.iskeyword(snake(name)):
                    raise Refusal(f"{name} is a word of the generated code: choose another name")
                other = seen.setdefault((file.package, name), str(declaration.place))
                if other != str(declaration.place):
                    raise Refusal(f"{name} stands twice in {file.package}: also at {other}")
