"""Interest in a subject, in memory."""

from bus.connection import Handler
from bus.handling import guarded
from bus.memory.broker import Interest, MemoryBroker
from bus.memory.mailbox import Mailbox


class MemorySubscription:
    """One connection's interest; none while its line is down."""

    def __init__(self, broker: MemoryBroker, subject: str, handler: Handler, *, queue: str) -> None:
        self._broker = broker
        self._interest = Interest(subject, queue, Mailbox(guarded(handler)))
        self._drained = False
        self.resume()

    def pause(self) -> None:
        """Receive nothing."""
        self._broker.remove(self._interest)

    def resume(self) -> None:
        """Receive again."""
        if not self._drained:
            self._broker.add(self._interest)

    async def drain(self) -> None:
        """Take no more, and return when everything received has been handled."""
        self._drained = True
        self.pause()
        await self._interest.mailbox.idle()
