"""A durable consumer in memory: who has which message until when, and how often it was given."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bus import subjects
from bus.delivery import Delivery, Settlement
from bus.memory.stream import Stream
from bus.messages import Stored
from bus.streams import ConsumerSpec

SettleAt = Callable[[int, Settlement, float], Awaitable[None]]


@dataclass(slots=True)
class _Lease:
    deliveries: int
    due: float


class Durable:
    """A place in a stream, shared by all who read with its name."""

    def __init__(self, stream: Stream, spec: ConsumerSpec, *, clock: Callable[[], float]) -> None:
        self.spec = spec
        self.changed = asyncio.Event()
        self._stream = stream
        self._clock = clock
        self._next = 1
        self._leases: dict[int, _Lease] = {}
        stream.changed.append(lambda _stored: self.changed.set())

    def take(self, batch: int, *, settle: SettleAt) -> list[Delivery]:
        """Lease up to `batch` messages: those whose time is up first, then new ones."""
        now = self._clock()
        taken = [seq for seq, lease in sorted(self._leases.items()) if lease.due <= now][:batch]
        while (
            len(taken) < batch
            and len(self._leases) < self.spec.max_ack_pending
            and self._next <= self._stream.last_sequence
        ):
            stored = self._stream.at(self._next)
            if stored is not None and self._wants(stored.subject):
                self._leases[self._next] = _Lease(0, now)
                taken.append(self._next)
            self._next += 1
        deliveries = [self._deliver(sequence, now, settle) for sequence in taken]
        return [delivery for delivery in deliveries if delivery is not None]

    def settled(self) -> int:
        """Return up to where everything is settled."""
        return min(self._leases, default=self._next) - 1

    def next_due(self) -> float | None:
        """Return when the next lease ends."""
        return min((lease.due for lease in self._leases.values()), default=None)

    def _wants(self, subject: str) -> bool:
        filters = self.spec.filter_subjects
        return not filters or any(subjects.matches(pattern, subject) for pattern in filters)

    def _deliver(self, sequence: int, now: float, settle: SettleAt) -> Delivery | None:
        stored = self._stream.at(sequence)
        if stored is None:
            del self._leases[sequence]
            return None
        lease = self._leases[sequence]
        lease.deliveries += 1
        lease.due = now + self.spec.ack_wait_seconds
        return _delivery(stored, lease.deliveries, settle)

    def settle(self, sequence: int, settlement: Settlement, delay_seconds: float) -> None:
        """Take what a consumer says about a delivery; nothing once the message is settled."""
        if settlement in (Settlement.ACK, Settlement.TERM):
            self._leases.pop(sequence, None)
        elif lease := self._leases.get(sequence):
            nak = settlement is Settlement.NAK
            lease.due = self._clock() + (delay_seconds if nak else self.spec.ack_wait_seconds)
        self.changed.set()


def _delivery(stored: Stored, deliveries: int, settle: SettleAt) -> Delivery:
    return Delivery(
        subject=stored.subject,
        payload=stored.payload,
        headers=stored.headers,
        sequence=stored.sequence,
        deliveries=deliveries,
        at=stored.at,
        settle=partial(settle, stored.sequence),
    )
