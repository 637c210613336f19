"""From an rpc's reply to an HTTP answer: unwrapped, with its ETag and its Location."""

from dataclasses import dataclass
from typing import Any, get_origin
from urllib.parse import quote

from contracts.catalogue import CATALOGUE
from contracts.message import Message
from contracts.rpc import AnyRpc, HttpRule
from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from gateway.preconditions import etag

_OK, _CREATED = 200, 201
_JSON = (b"content-type", b"application/json")


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, ready to be sent; a framework's would be written twice."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


class ReplyWriter:
    """Knows how one rpc's reply is shown."""

    media_type = "application/json"

    def __init__(self, rpc: AnyRpc, rule: HttpRule) -> None:
        self._field = rule.response_body
        # A map has neither a version nor a place of its own.
        self.model, fields = _shown(rpc, rule)
        self.has_version = "version" in fields
        self.location = _location(rpc, rule, fields)
        self.doc = (rpc.reply if get_origin(self.model) else self.model).__doc__ or "The answer."
        created = rule.method == "POST" and rpc.name.startswith("create_")
        self.status = _CREATED if created else _OK

    @property
    def shows_it_as_it_is(self) -> bool:
        """Say whether the answer is the reply's JSON, with nothing taken out of it."""
        return not self._field and not self.has_version and self.location is None

    def write(self, reply: Message | bytes) -> Answer:
        """Return the answer; the client has checked the reply already, or it is as it came."""
        if isinstance(reply, bytes):
            return Answer(self.status, [_JSON, _length(reply)], reply)
        shown: Any = getattr(reply, self._field) if self._field else reply
        body = shown.dump_json() if isinstance(shown, Message) else to_json(shown)
        headers = [_JSON, _length(body)]
        if self.has_version:
            headers.append((b"etag", etag(shown.version).encode()))
        if self.location is not None:
            collection, name = self.location
            place = f"{collection}/{quote(getattr(shown, name), safe='')}"
            headers.append((b"location", place.encode()))
        return Answer(self.status, headers, body)


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()


def _shown(rpc: AnyRpc, rule: HttpRule) -> tuple[Any, frozenset[str]]:
    """Return what the answer is, and the names of its fields."""
    if not rule.response_body:
        return rpc.reply, frozenset(rpc.reply.model_fields)
    annotation = rpc.reply.model_fields[rule.response_body].annotation
    if get_origin(annotation) is dict:
        return annotation, frozenset()
    if not (isinstance(annotation, type) and issubclass(annotation, Message)):
        raise TypeError(f"{rpc.subject}: response_body {rule.response_body} is no message, no map")
    return annotation, frozenset(annotation.model_fields)


def _location(rpc: AnyRpc, rule: HttpRule, fields: frozenset[str]) -> tuple[str, str] | None:
    """Return the collection and the field by which the created thing is read afterwards."""
    if not rpc.name.startswith("create_"):
        return None
    for other in CATALOGUE:
        if other.http is None or other.http.method != "GET":
            continue
        for name in sorted(fields):
            if other.http.path == f"{rule.path}/{{{name}}}":
                return rule.path, name
    return None
