"""What goes over the bus and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in a stream."""

    sequence: int
    subject: str
    payload: bytes
    headers: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class StreamState:
    """What a stream holds: from `first` to `last`, with gaps; `max_age_seconds` 0 is for ever."""

    first: int
    last: int
    max_age_seconds: float
