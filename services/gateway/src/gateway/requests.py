"""Building an rpc's request from path, query, headers and body: strictly, nothing is guessed."""

from collections.abc import Collection, Mapping
from typing import Any, get_args, get_origin
from urllib.parse import parse_qsl

from contracts.faults import Malformed
from contracts.message import Message
from contracts.platform.v1 import FieldError
from contracts.rpc import AnyRpc, HttpRule
from contracts.wire import NotProtoJson, decode
from pydantic import ValidationError

from gateway.headers import RequestHeaders
from gateway.preconditions import IF_MATCH, expected_version

_MOST_QUERY_FIELDS = 100


class RequestReader:
    """Knows where each field of one rpc's request travels."""

    def __init__(self, rpc: AnyRpc, rule: HttpRule, *, without: Collection[str] = ()) -> None:
        """`without`: fields that this route doesn't take."""
        self._request: type[Message] = rpc.request
        self._body = rule.body
        self.headers = dict(rpc.headers)
        self.path = tuple(name for name in _names(rpc) if f"{{{name}}}" in rule.path)
        elsewhere = {*self.path, *self.headers, rule.body, *without}
        # "*": what is nowhere else is in the body.
        self.body = tuple(
            name for name in _names(rpc) if name not in elsewhere and rule.body == "*"
        ) or ((rule.body,) if rule.body not in {"", "*"} else ())
        self.query = () if rule.body == "*" else tuple(n for n in _names(rpc) if n not in elsewhere)
        self._lists = {_alias(rpc, name) for name in self.query if _is_list(rpc, name)}
        self._by_alias = {_alias(rpc, name) for name in self.query}
        self._taken = {
            spelling: name
            for name in (*self.path, *self.headers)
            for spelling in (name, _alias(rpc, name))
        }

    @property
    def takes_body(self) -> bool:
        """Say whether the body is read at all."""
        return bool(self._body)

    def read(
        self, *, path: Mapping[str, str], query: bytes, headers: RequestHeaders, body: bytes
    ) -> Message:
        """Return the request; what breaks its contract raises Malformed."""
        members = self._from_body(body) | self._from_query(query)
        members |= {name: path[name] for name in self.path} | self._from_headers(headers)
        try:
            return self._request.parse(members)
        except ValidationError as refused:
            raise Malformed.of(refused) from None

    def _from_body(self, body: bytes) -> dict[str, Any]:
        if not self._body:
            return {}
        try:
            value = decode(body) if body else {}
        except NotProtoJson as refused:
            raise Malformed(f"The body is not JSON: {refused}.") from None
        if self._body != "*":
            return {self._body: value}
        if not isinstance(value, dict):
            raise Malformed("The body is a JSON object.")
        if twice := [name for name in value if name in self._taken]:
            raise _refused(twice[0], "belongs into the path or a header, not into the body")
        return value

    def _from_query(self, query: bytes) -> dict[str, Any]:
        if not query or not self.query:
            return {} if not query else _unknown(query)
        members: dict[str, Any] = {}
        for name, text in _pairs(query):
            if name not in self._by_alias:
                raise _refused(name, "is no parameter of this route")
            if name in self._lists:
                members.setdefault(name, []).append(text)
            elif name in members:
                raise _refused(name, "is given twice")
            else:
                members[name] = text
        return members

    def _from_headers(self, headers: RequestHeaders) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for name, header in self.headers.items():
            given = headers.get(header.lower())
            if header == IF_MATCH:
                members[name] = expected_version(given)
            elif given is not None:
                members[name] = given
        return members


def _names(rpc: AnyRpc) -> tuple[str, ...]:
    return tuple(rpc.request.model_fields)


def _alias(rpc: AnyRpc, name: str) -> str:
    return rpc.request.model_fields[name].alias or name


def _is_list(rpc: AnyRpc, name: str) -> bool:
    annotation = rpc.request.model_fields[name].annotation
    return any(get_origin(kind) is list for kind in (annotation, *get_args(annotation)))


def _pairs(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=False,
            errors="strict",
            max_num_fields=_MOST_QUERY_FIELDS,
        )
    except ValueError:
        raise Malformed("The query is not what forms send: name=value&…, in UTF-8.") from None


def _unknown(query: bytes) -> dict[str, Any]:
    for name, _ in _pairs(query):
        raise _refused(name, "is no parameter of this route")
    return {}


def _refused(field: str, message: str) -> Malformed:
    return Malformed(
        "The request breaks its contract.", errors=[FieldError(field=field[:200], message=message)]
    )
