"""Reads descriptors into the model; refuses what JSON contracts can't hold."""

from typing import Any

from generator.model import ProtoField, ProtoFile, ProtoMessage, ProtoRpc, ProtoService
from generator.refusal import Refusal, Refusals
from generator.source import Source

# Field numbers in descriptor.proto: how SourceCodeInfo addresses declarations.
PACKAGE, MESSAGE, ENUM, SERVICE = 2, 4, 5, 6
MESSAGE_FIELD, NESTED_MESSAGE, NESTED_ENUM, RPC = 2, 3, 4, 2

RULES, CLEARABLE, INTEGER, HEADER, TOLD_ONCE = (
    "[buf.validate.field]",
    "[platform.v1.clearable]",
    "[platform.v1.integer]",
    "[platform.v1.header]",
    "[platform.v1.told_once]",
)


def read(file: dict[str, Any], *, refusals: Refusals) -> ProtoFile:
    """Read one file; what is refused is noted and left out."""
    source = Source(file)
    package = file.get("package", "")
    with refusals.at(source.place(PACKAGE)):
        _check_file(file)
    for index, enum in enumerate(file.get("enum_type", ())):
        with refusals.at(source.place(ENUM, index)):
            raise Refusal(_enum(enum["name"]))
    messages: list[ProtoMessage] = []
    for index, message in enumerate(file.get("message_type", ())):
        with refusals.at(source.place(MESSAGE, index)):
            messages.append(_message(message, index, package, source, refusals))
    return ProtoFile(
        name=file["name"],
        doc=source.doc(PACKAGE),
        place=source.place(PACKAGE),
        package=package,
        imports=tuple(file.get("dependency", ())),
        messages=tuple(messages),
        services=tuple(_services(file, source)),
    )


def _check_file(file: dict[str, Any]) -> None:
    if file.get("syntax") != "proto3":
        raise Refusal('only syntax = "proto3" is supported')
    folder = file["name"].rpartition("/")[0]
    if file.get("package", "").replace(".", "/") != folder or folder.count("/") != 1:
        raise Refusal("a contract stands in <service>/v<number>/ and its package is that path")


def _message(
    message: dict[str, Any], index: int, package: str, source: Source, refusals: Refusals
) -> ProtoMessage:
    name, path = message["name"], (MESSAGE, index)
    only(message, {"map_entry"})
    full_name = f"{package}.{name}"
    maps: dict[str, dict[str, Any]] = {}
    for number, nested in enumerate(message.get("nested_type", ())):
        if nested.get("options", {}).get("map_entry"):
            maps[f"{full_name}.{nested['name']}"] = nested
        else:
            with refusals.at(source.place(*path, NESTED_MESSAGE, number)):
                raise Refusal(f"message {nested['name']} is nested: declare it at the top level")
    for number, enum in enumerate(message.get("enum_type", ())):
        with refusals.at(source.place(*path, NESTED_ENUM, number)):
            raise Refusal(_enum(enum["name"]))
    fields: list[ProtoField] = []
    for number, field in enumerate(message.get("field", ())):
        with refusals.at(source.place(*path, MESSAGE_FIELD, number)):
            fields.append(_field(field, (*path, MESSAGE_FIELD, number), maps, source))
    return ProtoMessage(
        name=name,
        doc=source.doc(*path),
        place=source.place(*path),
        full_name=full_name,
        fields=tuple(fields),
    )


def _field(
    field: dict[str, Any],
    path: tuple[int, ...],
    maps: dict[str, dict[str, Any]],
    source: Source,
) -> ProtoField:
    if "oneof_index" in field and not field.get("proto3_optional"):
        raise Refusal("oneof is not supported: use optional fields")
    only(field, {RULES, CLEARABLE, INTEGER, HEADER, TOLD_ONCE})
    options = field.get("options", {})
    entry = maps.get(field.get("type_name", "").removeprefix("."))
    key, value = entry["field"] if entry else (field, None)
    return ProtoField(
        name=field["name"],
        doc=source.doc(*path),
        place=source.place(*path),
        json_name=field["json_name"],
        kind=_kind(key),
        repeated=field["label"] == "LABEL_REPEATED" and not entry,
        optional=field.get("proto3_optional", False),
        map_value=_kind(value) if value else "",
        rules=options.get(RULES, {}),
        clearable=options.get(CLEARABLE, False),
        integer=options.get(INTEGER, False),
        header=options.get(HEADER, ""),
        told_once=options.get(TOLD_ONCE, False),
    )


def _kind(field: dict[str, Any]) -> str:
    named: str = field.get("type_name", "")
    return named.removeprefix(".") or field["type"].removeprefix("TYPE_").lower()


def _services(file: dict[str, Any], source: Source) -> list[ProtoService]:
    return [
        ProtoService(
            name=service["name"],
            doc=source.doc(SERVICE, index),
            place=source.place(SERVICE, index),
            rpcs=tuple(
                ProtoRpc(
                    name=rpc["name"],
                    doc=source.doc(SERVICE, index, RPC, number),
                    place=source.place(SERVICE, index, RPC, number),
                    request=rpc["input_type"].removeprefix("."),
                    reply=rpc["output_type"].removeprefix("."),
                    streams=bool(rpc.get("client_streaming") or rpc.get("server_streaming")),
                    options=rpc.get("options", {}),
                )
                for number, rpc in enumerate(service.get("method", ()))
            ),
        )
        for index, service in enumerate(file.get("service", ()))
    ]


def only(declaration: dict[str, Any], known: set[str]) -> None:
    """Refuse options that would have no effect."""
    unknown = sorted(set(declaration.get("options", {})) - known)
    if unknown:
        raise Refusal(f"option {unknown[0].strip('[]')} is not supported")


def _enum(name: str) -> str:
    return f"enum {name} is not supported: a closed set is a string with an `in` rule"
