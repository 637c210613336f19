"""A service as a Protocol to implement, a client to call, and rows of the catalogue."""

from generator.calls import Call
from generator.model import ProtoService
from generator.text import docstring, first_sentence, screaming, wrapped


def emit(service: ProtoService, calls: list[Call]) -> str:
    """Give the service's classes and constants."""
    parts = [
        _protocol(service, calls),
        *(_row(call) for call in calls),
        _tuple(service, calls),
        _client(service, calls),
    ]
    return "\n\n\n".join(parts)


def _protocol(service: ProtoService, calls: list[Call]) -> str:
    lines = [f"class {service.name}(Protocol):", docstring(service.doc or service.name, indent=4)]
    for call in calls:
        # Abstract: a service that lacks the method of an rpc can't even be made.
        lines += ["", "    @abstractmethod", *_signature(call), "        ..."]
    return "\n".join(lines)


def _client(service: ProtoService, calls: list[Call]) -> str:
    lines = [
        f"class {service.name}Client:",
        f'    """Calls {service.name} from another service."""',
        "",
        "    def __init__(self, caller: Caller) -> None:",
        "        self._caller = caller",
    ]
    for call in calls:
        constant = screaming(call.rpc.name)
        sent = f"        return await self._caller.call({constant}, request)"
        lines += ["", *_signature(call), sent]
    return "\n".join(lines)


def _signature(call: Call) -> list[str]:
    return [
        f"    async def {call.name}(self, request: {call.request}) -> {call.reply}:",
        docstring(call.rpc.doc or call.rpc.name, indent=8),
    ]


def _row(call: Call) -> str:
    service, version = call.file.package.split(".")
    facts = {
        "service": repr(service),
        "version": repr(version),
        "interface": repr(call.service.name),
        "name": repr(call.name),
        "subject": repr(f"rpc.{service}.{version}.{call.name}"),
        "request": call.request,
        "reply": call.reply,
        "http": _http(call),
        "access": repr(call.access),
        "audit": repr(call.audit),
        "changes": repr(call.changes),
        "summary": wrapped(first_sentence(call.rpc.doc)),
        "description": wrapped(call.rpc.doc),
        "headers": repr(call.headers),
    }
    named = ", ".join(f"{name}={value}" for name, value in facts.items())
    constant = screaming(call.rpc.name)
    return f"{constant}: Rpc[{call.request}, {call.reply}] = Rpc({named})"


def _http(call: Call) -> str:
    if call.http is None:
        return "None"
    http = call.http
    return (
        f"HttpRule(method={http.method!r}, path={http.path!r}, "
        f"body={http.body!r}, response_body={http.response_body!r})"
    )


def _tuple(service: ProtoService, calls: list[Call]) -> str:
    rows = "".join(f"{screaming(call.rpc.name)}, " for call in calls)
    return f"{screaming(service.name)}: tuple[AnyRpc, ...] = ({rows})"
