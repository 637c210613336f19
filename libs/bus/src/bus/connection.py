"""What a connection to the bus can do; `NatsConnection` and `MemoryConnection` do it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from contracts.faults import Fault

from bus.delivery import Delivery
from bus.key_value import KeyValue
from bus.messages import NO_HEADERS, Appended, Incoming, Publication, Stored, StreamState
from bus.streams import BucketSpec, ConsumerSpec, StreamSpec

Handler = Callable[[Incoming], Awaitable[None]]
Callback = Callable[[], object]


class Subscription(Protocol):
    """Interest in a subject."""

    async def drain(self) -> None:
        """Take no more, and return when everything received has been handled."""
        ...


class Puller(Protocol):
    """A durable's reading end."""

    async def fetch(self, batch: int, *, timeout_seconds: float) -> list[Delivery]:
        """Return what is there, at most `batch`; wait for a first message if there is none.

        Empty after `timeout_seconds`. Raises Unavailable when the bus or the durable is gone.
        """
        ...

    async def close(self) -> None:
        """End a waiting fetch; what nobody fetched is delivered again at once."""
        ...


class Connection(Protocol):
    """One process's line to the bus."""

    @property
    def is_connected(self) -> bool:
        """Say whether anything can be sent at this moment."""
        ...

    async def request(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        timeout_seconds: float = 5.0,
    ) -> Incoming:
        """Send and await one answer.

        Unavailable: at once when nobody listens (`nobody_answered`) or the line is down
        (`bus_unavailable`; lost while waiting, the outcome is unknown). TooLate: no answer in time.
        """
        ...

    async def publish(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        reply: str = "",
    ) -> None:
        """Send to whoever listens at this moment; never buffered while the line is down."""
        ...

    async def subscribe(self, subject: str, handler: Handler, *, queue: str = "") -> Subscription:
        """Hand each message to `handler`, one after the other; one member of a `queue` gets it."""
        ...

    async def append(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        message_id: str = "",
    ) -> Appended:
        """Store in the stream of `subject`; return once it has acknowledged.

        Safe to repeat with the same `message_id` after Unavailable.
        """
        ...

    async def append_many(
        self, publications: Sequence[Publication], *, in_flight: int = 64
    ) -> list[Appended | Fault]:
        """Append with up to `in_flight` unacknowledged; one result for each, in their order."""
        ...

    async def append_batch(self, publications: Sequence[Publication]) -> list[Appended]:
        """Append to one stream in their order, with one commit for hundreds: ten times as fast.

        Raises the first refusal; safe to repeat with the same message ids.
        """
        ...

    async def pull(self, stream: str, durable: str) -> Puller:
        """Open a durable for reading."""
        ...

    async def acknowledge(self, deliveries: Sequence[Delivery]) -> None:
        """Say of all these, delivered here, that they are done with."""
        ...

    async def state(self, stream: str) -> StreamState:
        """Return what a stream holds. Raises Unavailable when it isn't there."""
        ...

    async def settled(self, stream: str, durable: str) -> int:
        """Return up to which place of the stream the durable has settled everything."""
        ...

    async def stored(self, stream: str, sequence: int) -> Stored | None:
        """Return the message at a place of the stream; None when there is none, or no longer."""
        ...

    async def ensure_stream(self, spec: StreamSpec) -> None:
        """Make the stream as specified, or adjust it; idempotent."""
        ...

    async def ensure_bucket(self, spec: BucketSpec) -> None:
        """Make the bucket as specified, or adjust it; idempotent."""
        ...

    async def ensure_consumer(self, spec: ConsumerSpec) -> None:
        """Make the durable as specified, or adjust it; idempotent."""
        ...

    def key_value(self, bucket: str) -> KeyValue:
        """Return a bucket's values."""
        ...

    def on_reconnect(self, callback: Callback) -> Callback:
        """Call back each time the line is up again; return what takes that back."""
        ...

    async def flush(self) -> None:
        """Return when the server has everything sent before."""
        ...

    async def drain(self) -> None:
        """Finish what was received, send what is left, close."""
        ...
