"""Who asks and why, bound once at the edge and carried in headers from hop to hop."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple

from contracts.faults import Malformed
from contracts.platform.v1 import Actor
from pydantic import ValidationError

from bus import deadline, headers


class Asked(NamedTuple):
    """Who asked, and with which request."""

    actor: Actor | None = None
    request_id: str = ""
    idempotency_key: str = ""


_asked: ContextVar[Asked] = ContextVar("bus_asked", default=Asked())  # noqa: B039 - immutable


class MalformedActor(Malformed):
    """The Actor header can't be read: better no answer than one to the wrong person."""

    reason = "malformed_actor"


def current_actor() -> Actor | None:
    """Return who acts; None for what a service does by itself."""
    return _asked.get().actor


def request_id() -> str:
    """Return the id of the request that caused this, empty when none did."""
    return _asked.get().request_id


def idempotency_key() -> str:
    """Return the key under which the command's answer is kept, empty for none."""
    return _asked.get().idempotency_key


@contextmanager
def acting_as(actor: Actor | None) -> Iterator[None]:
    """Do what is inside in this actor's name."""
    with _asking(_asked.get()._replace(actor=actor)):
        yield


@contextmanager
def answering(request_id: str, *, idempotency_key: str = "") -> Iterator[None]:
    """Do what is inside because of this request."""
    asked = Asked(_asked.get().actor, request_id, idempotency_key)
    with _asking(asked):
        yield


@contextmanager
def taken_from(carried: Mapping[str, str]) -> Iterator[None]:
    """Bind what a message's headers carry, and nothing of what was bound before."""
    asked = Asked(
        _read_actor(carried.get(headers.ACTOR, "")),
        carried.get(headers.REQUEST_ID, ""),
        carried.get(headers.IDEMPOTENCY_KEY, ""),
    )
    with _asking(asked), deadline.until_moment(deadline.read(carried)):
        yield


def put_into(carried: dict[str, str]) -> None:
    """Add what is bound to a message's headers."""
    asked = _asked.get()
    if asked.actor is not None:
        carried[headers.ACTOR] = _in_ascii(asked.actor)
    if asked.request_id:
        carried[headers.REQUEST_ID] = asked.request_id
    if asked.idempotency_key:
        carried[headers.IDEMPOTENCY_KEY] = asked.idempotency_key


def _in_ascii(actor: Actor) -> str:
    text = actor.dump_json().decode()
    return text if text.isascii() and text.isprintable() else json.dumps(json.loads(text))


@lru_cache(maxsize=256)
def _read_actor(text: str) -> Actor | None:
    try:
        return Actor.read(text) if text else None
    except ValidationError:
        raise MalformedActor("The Actor header is not an actor.") from None


@contextmanager
def _asking(asked: Asked) -> Iterator[None]:
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)
