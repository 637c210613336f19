"""A stream's message in a consumer's hands, to be settled exactly once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class Settlement(Enum):
    """What a consumer tells the stream about a delivery."""

    ACK = "+ACK"
    NAK = "-NAK"
    IN_PROGRESS = "+WPI"
    TERM = "+TERM"


class Verdict(Enum):
    """What a handler decided; without a word it is done."""

    DONE = "done"
    RETRY = "retry"
    REJECT = "reject"


Settle = Callable[[Settlement, float], Awaitable[None]]


@dataclass(slots=True, eq=False)
class Delivery:
    """One delivery of one message; `deliveries` counts them from 1."""

    subject: str
    payload: bytes
    headers: Mapping[str, str]
    sequence: int
    deliveries: int
    at: datetime
    settle: Settle = field(repr=False)
    # Where `settle` tells it.
    reply: str = field(default="", repr=False)
    verdict: Verdict = Verdict.DONE
    reason: str = ""

    def reject(self, reason: str) -> None:
        """Give the message up: it becomes a dead letter with this reason."""
        self.verdict, self.reason = Verdict.REJECT, reason

    def retry(self, reason: str) -> None:
        """Ask for the message again later; after too many deliveries it becomes a dead letter."""
        self.verdict, self.reason = Verdict.RETRY, reason

    async def ack(self) -> None:
        """Say that the message is done with."""
        await self.settle(Settlement.ACK, 0)

    async def nak(self, *, delay_seconds: float = 0) -> None:
        """Ask for the message again, after the delay."""
        await self.settle(Settlement.NAK, delay_seconds)

    async def in_progress(self) -> None:
        """Start the time for the acknowledgement anew."""
        await self.settle(Settlement.IN_PROGRESS, 0)

    async def term(self) -> None:
        """Never deliver the message again."""
        await self.settle(Settlement.TERM, 0)
