"""What goes over the bus and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as it arrived; `reply` is empty when nobody waits for an answer."""

    subject: str
    payload: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A message for a stream, which stores a `message_id` once however often it is sent."""

    subject: str
    payload: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Appended:
    """A stream's acknowledgement: stored, or already there under this message id."""

    stream: str
    sequence: int
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A key's newest value, or the mark that it was deleted."""

    key: str
    value: bytes
    revision: int
    deleted: bool = False
