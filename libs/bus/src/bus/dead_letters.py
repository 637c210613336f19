"""What a consumer gave up: kept with its reason, and published again once it was repaired."""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol, Self

from contracts.faults import Malformed

from bus import headers, subjects
from bus.connection import Connection
from bus.delivery import Delivery
from bus.faults import MessageTooLarge
from bus.messages import Appended, Publication

_NAMESPACE = uuid.UUID("5a3c8a52-63a1-4c1f-9a56-0f6a0c1d7e34")
_REPLAYABLE = (subjects.EVENT, subjects.AUDIT)
# What JetStream would act upon, and the trace of another day.
_NOT_REPLAYED = ("nats-", "traceparent", "tracestate")


class NotReplayable(Malformed):
    """The message didn't come from a stream that may be published to again."""

    reason = "not_replayable"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message and why it was given up."""

    id: str
    stream: str
    durable: str
    subject: str
    headers: Mapping[str, str]
    body: bytes
    reason: str
    deliveries: int
    sequence: int
    at: datetime

    @classmethod
    def of(cls, delivery: Delivery, *, stream: str, durable: str) -> Self:
        """Make the same letter of the same delivery, so that it is stored once."""
        name = f"{stream}.{durable}.{delivery.sequence}.{delivery.at.isoformat()}"
        return cls(
            id=str(uuid.uuid5(_NAMESPACE, name)),
            stream=stream,
            durable=durable,
            subject=delivery.subject,
            headers={
                name: value for name, value in delivery.headers.items() if headers.is_name(name)
            },
            body=delivery.payload,
            reason=delivery.reason,
            deliveries=delivery.deliveries,
            sequence=delivery.sequence,
            at=datetime.now(UTC),
        )

    @classmethod
    def read(cls, payload: bytes) -> Self:
        """Take what the stream DEAD holds."""
        said: dict[str, Any] = json.loads(payload)
        encoded = said.pop("bodyBase64", None)
        body = said["body"].encode() if encoded is None else base64.b64decode(encoded)
        return cls(**{**said, "body": body, "at": datetime.fromisoformat(said["at"])})

    def dump_json(self) -> bytes:
        """Tell everything; a body that isn't text is shown escaped, and kept in Base64."""
        at = self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        said: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        said |= {"at": at, "body": self.body.decode(errors="backslashreplace")}
        try:
            self.body.decode()
        except UnicodeDecodeError:
            said["bodyBase64"] = base64.b64encode(self.body).decode()
        return json.dumps(said).encode()


async def bury(connection: Connection, letter: DeadLetter) -> Appended:
    """Append a dead letter. One too large for the bus goes without its body: its stream has it."""
    subject = subjects.dead(letter.stream, letter.durable)
    try:
        return await connection.append(subject, letter.dump_json(), message_id=letter.id)
    except MessageTooLarge:
        kept = f"{letter.reason} (its {len(letter.body)} bytes are only in {letter.stream})"
        short = replace(letter, body=b"", reason=kept)
        return await connection.append(subject, short.dump_json(), message_id=letter.id)


class Replayable(Protocol):
    """A dead letter, ours or the audit service's."""

    @property
    def subject(self) -> str:
        """Return where it was published."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Return what it carried."""
        ...

    @property
    def body(self) -> bytes | str:
        """Return what it said."""
        ...


def republication(letter: Replayable, *, body: bytes | str | None = None) -> Publication:
    """Return what goes to the original subject again, repaired if `body` says how.

    The message id is a fresh one: under the old one the stream would call it a duplicate.
    """
    if letter.subject.split(".")[0] not in _REPLAYABLE:
        raise NotReplayable(f"{letter.subject} is no subject of a stream.")
    kept = {
        name: value
        for name, value in letter.headers.items()
        if not name.lower().startswith(_NOT_REPLAYED)
    }
    payload = letter.body if body is None else body
    raw = payload.encode() if isinstance(payload, str) else payload
    return Publication(letter.subject, raw, kept, str(uuid.uuid4()))


async def replay(
    connection: Connection, letter: Replayable, *, body: bytes | str | None = None
) -> Appended:
    """Publish again, see `republication`."""
    again = republication(letter, body=body)
    return await connection.append(
        again.subject, again.payload, headers=again.headers, message_id=again.message_id
    )
