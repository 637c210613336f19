"""Appending, for every connection that can request."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from contracts.faults import Fault

from bus import appending, batches
from bus.messages import NO_HEADERS, Appended, Incoming, Publication


class Appends(ABC):
    """A stream answers an append as a service answers a request."""

    @abstractmethod
    async def request(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        timeout_seconds: float = 5.0,
    ) -> Incoming:
        """Send and await one answer."""

    @abstractmethod
    async def publish(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        reply: str = "",
    ) -> None:
        """Send to whoever listens at this moment."""

    async def append(
        self,
        subject: str,
        payload: bytes,
        *,
        headers: Mapping[str, str] = NO_HEADERS,
        message_id: str = "",
    ) -> Appended:
        """Store in the stream of `subject`; return once it has acknowledged."""
        return await appending.append(self, Publication(subject, payload, headers, message_id))

    async def append_many(
        self, publications: Sequence[Publication], *, in_flight: int = 64
    ) -> list[Appended | Fault]:
        """Append with up to `in_flight` unacknowledged; one result for each, in their order."""
        return await appending.append_many(self, publications, in_flight=in_flight)

    async def append_batch(self, publications: Sequence[Publication]) -> list[Appended]:
        """Append in their order, with one commit for hundreds; raise the first refusal."""
        return await batches.append_batch(self, publications)
