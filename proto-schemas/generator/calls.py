"""What the catalogue says of each rpc, checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.rpc import HttpRule

from generator import http, permissions
from generator.model import ProtoFile, ProtoMessage, ProtoRpc, ProtoService
from generator.refusal import Refusal, Refusals
from generator.text import snake

LEVEL = "idempotency_level"
KNOWN = {LEVEL, "[google.api.http]", "[platform.v1.access]", "[platform.v1.audit]"}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One row of the catalogue."""

    rpc: ProtoRpc
    service: ProtoService
    file: ProtoFile
    request: str
    reply: str
    http: HttpRule | None
    access: tuple[str, ...]
    audit: tuple[str, ...]
    changes: bool
    headers: dict[str, str]

    @property
    def name(self) -> str:
        """The rpc's name in Python and on the bus."""
        return snake(self.rpc.name)


def calls(files: list[ProtoFile], *, refusals: Refusals) -> Iterator[Call]:
    """Give every rpc that is sound; what is refused is noted."""
    messages = {message.full_name: message for file in files for message in file.messages}
    routes: dict[str, str] = {}
    for file in files:
        for service in file.services:
            for rpc in service.rpcs:
                with refusals.at(rpc.place):
                    call = _call(rpc, service, file, messages)
                    _claim(call, routes)
                    yield call


def _call(
    rpc: ProtoRpc, service: ProtoService, file: ProtoFile, messages: dict[str, ProtoMessage]
) -> Call:
    options: dict[str, Any] = rpc.options
    unknown = sorted(set(options) - KNOWN)
    if unknown:
        raise Refusal(f"option {unknown[0].strip('[]')} is not supported")
    if rpc.streams:
        raise Refusal(f"rpc {rpc.name} streams: the bus has requests with one reply each")
    for full_name in (rpc.request, rpc.reply):
        if messages.get(full_name) is None or full_name.rpartition(".")[0] != file.package:
            raise Refusal(f"{full_name} is no message of package {file.package}")
    request, reply = messages[rpc.request], messages[rpc.reply]
    rule = http.rule(options)
    if rule:
        http.check(rule, request, reply)
    changes = options.get(LEVEL) != "NO_SIDE_EFFECTS"
    if rule and rule.method == "GET" and changes:
        raise Refusal("http GET is for an rpc with NO_SIDE_EFFECTS")
    return Call(
        rpc=rpc,
        service=service,
        file=file,
        request=request.name,
        reply=reply.name,
        http=rule,
        access=permissions.access(options, over_http=rule is not None),
        audit=permissions.audit(options, changes=changes),
        changes=changes,
        headers=http.headers(rpc, request, rule),
    )


def _claim(call: Call, routes: dict[str, str]) -> None:
    if call.http is None:
        return
    route, place = http.route(call.http), str(call.rpc.place)
    other = routes.setdefault(route, place)
    if other != place:
        raise Refusal(f"the route {call.http.method} {call.http.path} is taken: see {other}")
