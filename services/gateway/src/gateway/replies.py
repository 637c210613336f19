"""From an rpc's reply to an HTTP answer: unwrapped, with its ETag and its Location."""

from dataclasses import dataclass
from typing import Any, get_origin
from urllib.parse import quote

from contracts.catalogue import CATALOGUE
from contracts.message import Message
from contracts.rpc import AnyRpc, HttpRule
from pydantic_core import from_json, to_json
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
        self._field = _members(rpc.reply).get(rule.response_body, "")
        # A map has neither a version nor a place of its own.
        self.model, members = _shown(rpc, rule)
        self.has_version = "version" in members
        self.location = _location(rpc, rule, members)
        self.doc = (rpc.reply if get_origin(self.model) else self.model).__doc__ or "The answer."
        created = rule.method == "POST" and rpc.name.startswith("create_")
        self.status = _CREATED if created else _OK

    @property
    def shows_it_as_it_is(self) -> bool:
        """Say whether the answer is the reply's JSON, with nothing taken out of it."""
        return not self._field and not self.has_version and self.location is None

    def hand_on(self, body: bytes) -> Answer:
        """Return what is the answer already."""
        return Answer(self.status, [_JSON, _length(body)], body)

    def write(self, reply: Message | bytes) -> Answer:
        """Return the answer: its sender made it by the contract, so it is only taken apart."""
        body = reply if isinstance(reply, bytes) else reply.dump_json()
        if self.shows_it_as_it_is:
            return self.hand_on(body)
        shown = from_json(body)
        if self._field:
            shown = shown.get(self._field)
            body = to_json(shown)
        headers = [_JSON, _length(body)]
        if self.has_version:
            headers.append((b"etag", etag(shown["version"]).encode()))
        if self.location is not None:
            collection, name = self.location
            place = f"{collection}/{quote(shown[name], safe='')}"
            headers.append((b"location", place.encode()))
        return Answer(self.status, headers, body)


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()


def _shown(rpc: AnyRpc, rule: HttpRule) -> tuple[Any, dict[str, str]]:
    """Return what the answer is, and its members in JSON, by the names of their fields."""
    if not rule.response_body:
        return rpc.reply, _members(rpc.reply)
    annotation = rpc.reply.model_fields[rule.response_body].annotation
    if get_origin(annotation) is dict:
        return annotation, {}
    if not (isinstance(annotation, type) and issubclass(annotation, Message)):
        raise TypeError(f"{rpc.subject}: response_body {rule.response_body} is no message, no map")
    return annotation, _members(annotation)


def _members(message: type[Message]) -> dict[str, str]:
    return {name: field.alias or name for name, field in message.model_fields.items()}


def _location(rpc: AnyRpc, rule: HttpRule, members: dict[str, str]) -> tuple[str, str] | None:
    """Return the collection and the member by which the created thing is read afterwards."""
    if not rpc.name.startswith("create_"):
        return None
    for other in CATALOGUE:
        if other.http is None or other.http.method != "GET":
            continue
        for name in sorted(members):
            if other.http.path == f"{rule.path}/{{{name}}}":
                return rule.path, members[name]
    return None
