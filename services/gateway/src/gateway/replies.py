"""From an rpc's reply to an HTTP answer: unwrapped, with its ETag and its Location."""

from urllib.parse import quote

from contracts.catalogue import CATALOGUE
from contracts.message import Message
from contracts.rpc import AnyRpc, HttpRule
from starlette.responses import Response

from gateway.preconditions import etag

_OK, _CREATED = 200, 201


class ReplyWriter:
    """Knows how one rpc's reply is shown."""

    def __init__(self, rpc: AnyRpc, rule: HttpRule) -> None:
        self._field = rule.response_body
        self.model = _shown(rpc, rule)
        self.has_version = "version" in self.model.model_fields
        self.location = _location(rpc, rule, self.model)
        created = rule.method == "POST" and rpc.name.startswith("create_")
        self.status = _CREATED if created else _OK

    def write(self, reply: Message) -> Response:
        """Return the answer; the client has checked the reply already."""
        shown: Message = getattr(reply, self._field) if self._field else reply
        response = Response(
            shown.dump_json(), status_code=self.status, media_type="application/json"
        )
        if self.has_version:
            response.headers["etag"] = etag(shown.version)  # type: ignore[attr-defined]
        if self.location is not None:
            collection, name = self.location
            response.headers["location"] = f"{collection}/{quote(getattr(shown, name), safe='')}"
        return response


def _shown(rpc: AnyRpc, rule: HttpRule) -> type[Message]:
    if not rule.response_body:
        reply: type[Message] = rpc.reply
        return reply
    annotation = rpc.reply.model_fields[rule.response_body].annotation
    if not (isinstance(annotation, type) and issubclass(annotation, Message)):
        raise TypeError(f"{rpc.subject}: response_body {rule.response_body} is no message")
    return annotation


def _location(rpc: AnyRpc, rule: HttpRule, shown: type[Message]) -> tuple[str, str] | None:
    """Return the collection and the field by which the created thing is read afterwards."""
    if not rpc.name.startswith("create_"):
        return None
    for other in CATALOGUE:
        if other.http is None or other.http.method != "GET":
            continue
        for name in shown.model_fields:
            if other.http.path == f"{rule.path}/{{{name}}}":
                return rule.path, name
    return None
