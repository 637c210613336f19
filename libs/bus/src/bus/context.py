"""Who asks and why, bound once at the edge and carried in headers from hop to hop."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import TypeVar

from contracts.faults import Malformed
from contracts.platform.v1 import Actor
from pydantic import ValidationError

from bus import deadline, headers

T = TypeVar("T")

_actor: ContextVar[Actor | None] = ContextVar("bus_actor", default=None)
_request_id: ContextVar[str] = ContextVar("bus_request_id", default="")
_idempotency_key: ContextVar[str] = ContextVar("bus_idempotency_key", default="")


class MalformedActor(Malformed):
    """The Actor header can't be read: better no answer than one to the wrong person."""

    reason = "malformed_actor"


def current_actor() -> Actor | None:
    """Return who acts; None for what a service does by itself."""
    return _actor.get()


def request_id() -> str:
    """Return the id of the request that caused this, empty when none did."""
    return _request_id.get()


def idempotency_key() -> str:
    """Return the key under which the command's answer is kept, empty for none."""
    return _idempotency_key.get()


@contextmanager
def acting_as(actor: Actor | None) -> Iterator[None]:
    """Do what is inside in this actor's name."""
    with _holding(_actor, actor):
        yield


@contextmanager
def answering(request_id: str, *, idempotency_key: str = "") -> Iterator[None]:
    """Do what is inside because of this request."""
    with _holding(_request_id, request_id), _holding(_idempotency_key, idempotency_key):
        yield


@contextmanager
def taken_from(carried: Mapping[str, str]) -> Iterator[None]:
    """Bind what a message's headers carry, and nothing of what was bound before."""
    with ExitStack() as stack:
        stack.enter_context(acting_as(_read_actor(carried.get(headers.ACTOR, ""))))
        stack.enter_context(
            answering(
                carried.get(headers.REQUEST_ID, ""),
                idempotency_key=carried.get(headers.IDEMPOTENCY_KEY, ""),
            )
        )
        stack.enter_context(deadline.until_moment(deadline.read(carried)))
        yield


def put_into(carried: dict[str, str]) -> None:
    """Add what is bound to a message's headers."""
    if (actor := _actor.get()) is not None:
        carried[headers.ACTOR] = json.dumps(actor.dump(), separators=(",", ":"))
    if held := _request_id.get():
        carried[headers.REQUEST_ID] = held
    if held := _idempotency_key.get():
        carried[headers.IDEMPOTENCY_KEY] = held


def _read_actor(text: str) -> Actor | None:
    try:
        return Actor.read(text) if text else None
    except ValidationError:
        raise MalformedActor("The Actor header is not an actor.") from None


@contextmanager
def _holding(variable: ContextVar[T], value: T) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
