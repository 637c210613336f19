"""From a message of the contract to an HTTP request: the mirror of what the gateway reads."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from contracts.message import Message
from contracts.rpc import AnyRpc

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What goes over the wire, but for who asks."""

    method: str
    # With the query.
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def as_curl(self, base_url: str) -> str:
        """Return a command line; the token is asked of the reader's own shell."""
        words = ["curl", "-H 'Authorization: Bearer $TOKEN'".replace("'", '"')]
        if self.method != "GET":
            words.append(f"-X {self.method}")
        words += [f"-H {_quoted(f'{name}: {value}')}" for name, value in self.headers.items()]
        if self.body is not None:
            words.append(f"-d {_quoted(self.body.decode())}")
        return " ".join([*words, _quoted(f"{base_url}{self.path}")])


def http_request(rpc: AnyRpc, message: Message) -> HttpRequest:
    """Lay the request out; an rpc without HTTP rule is a mistake of ours."""
    rule = rpc.http
    if rule is None:
        raise TypeError(f"{rpc.subject} has no HTTP rule")
    fields = message.dump_set()
    alias = {name: info.alias or name for name, info in rpc.request.model_fields.items()}
    path = _PLACE.sub(lambda place: quote(str(fields.pop(alias[place[1]])), safe=""), rule.path)
    headers = {
        header: _header(header, fields.pop(alias[name]))
        for name, header in rpc.headers.items()
        if alias[name] in fields
    }
    body: bytes | None = None
    if rule.body:
        whole = fields if rule.body == "*" else fields.pop(alias[rule.body], {})
        body = json.dumps(whole, ensure_ascii=False).encode()
        headers["Content-Type"] = "application/json"
        fields = {} if rule.body == "*" else fields
    query = urlencode(list(_pairs(fields)))
    return HttpRequest(rule.method, f"{path}?{query}" if query else path, headers, body)


def _header(name: str, value: Any) -> str:
    # RFC 9110 §8.8.3: an entity tag stands in quotes.
    return f'"{value}"' if name == "If-Match" else str(value)


def _pairs(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, json.dumps(one) if isinstance(one, bool) else str(one)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
