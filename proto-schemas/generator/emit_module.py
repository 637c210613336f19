"""Whole files: a module per .proto, a package per proto package, the catalogue."""

from collections import defaultdict

from generator import emit_message, emit_service
from generator.calls import Call
from generator.model import ProtoFile, ProtoMessage
from generator.refusal import Refusals
from generator.text import docstring, screaming

NOTE = "Generated from proto-schemas/{source} by generate.py: edits are lost."
# The formatter's linter drops what a module doesn't use.
IMPORTS = """\
from abc import abstractmethod
from typing import Annotated, Literal, Protocol

from pydantic import Field

from contracts.message import Message
from contracts.rpc import AnyRpc, Caller, HttpRule, Rpc
from contracts.markers import EmptyAllowed, NullRefused, ToldOnce, Unique
from contracts.scalars import Boolean, Double, Email, Float, Hostname, Int32, Integer, Ip, Ipv4
from contracts.scalars import Ipv6, Key, Number, Struct, Timestamp, Uint32, Uri, Uuid, Value
"""


def module(
    file: ProtoFile,
    *,
    messages: list[ProtoMessage],
    calls: list[Call],
    files: dict[str, ProtoFile],
    refusals: Refusals,
) -> str:
    """Give the module of one .proto."""
    imported = [files[name] for name in file.imports if name in files]
    parts = [
        docstring(f"{file.doc or file.name}\n\n{NOTE.format(source=file.name)}"),
        IMPORTS + "\n".join(_import(one) for one in imported if one.messages),
        *(emit_message.emit(message, refusals=refusals) for message in messages),
        *(
            emit_service.emit(service, [call for call in calls if call.service is service])
            for service in file.services
        ),
    ]
    return "\n\n\n".join(parts) + "\n"


def _import(file: ProtoFile) -> str:
    return f"from {file.module} import {', '.join(message.name for message in file.messages)}"


def packages(files: list[ProtoFile]) -> dict[str, str]:
    """Give every `__init__.py`: a package's re-exports what its modules hold."""
    held: dict[str, list[ProtoFile]] = defaultdict(list)
    for file in files:
        held[file.package].append(file)
    texts = {}
    for package, modules in held.items():
        service, version = package.split(".")
        note = NOTE.format(source=f"{service}/{version}")
        lines = [docstring(f"Contracts of {service}, {version}.\n\n{note}"), ""]
        lines += [f"from {file.module} import {', '.join(exports(file))}" for file in modules]
        names = sorted(name for file in modules for name in exports(file))
        lines += ["", f"__all__ = {names!r}"]
        texts[f"{service}/{version}/__init__.py"] = "\n".join(lines) + "\n"
        texts[f"{service}/__init__.py"] = f'"""Contracts of {service}."""\n'
    return texts


def exports(file: ProtoFile) -> list[str]:
    """Name everything a module offers."""
    names = [message.name for message in file.messages]
    for service in file.services:
        names += [service.name, f"{service.name}Client", screaming(service.name)]
        names += [screaming(rpc.name) for rpc in service.rpcs]
    return names


def catalogue(files: list[ProtoFile]) -> str:
    """Give the catalogue: every rpc of every service."""
    note = NOTE.format(source="*")
    lines = [docstring(f"Every rpc there is.\n\n{note}"), "", "from contracts.rpc import AnyRpc"]
    constants = []
    for file in files:
        names = [screaming(service.name) for service in file.services]
        if names:
            lines.append(f"from {file.module} import {', '.join(names)}")
        constants += names
    rows = "".join(f"*{name}, " for name in constants)
    return "\n".join([*lines, "", f"CATALOGUE: tuple[AnyRpc, ...] = ({rows})"]) + "\n"
