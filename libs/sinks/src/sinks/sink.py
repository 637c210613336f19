"""What every way out has in common."""

from typing import Protocol

from sinks.notification import Notification


class NotDelivered(Exception):  # noqa: N818 - faults state the fact (style.md 5)
    """The other side didn't take it; the text never holds a secret."""

    def __init__(self, reason: str, *, is_final: bool = False, retry_after: float = 0.0) -> None:
        """`is_final`: trying again can't help."""
        super().__init__(reason)
        self.is_final = is_final
        self.retry_after_seconds = retry_after


class Sink(Protocol):
    """A receiver of notifications."""

    @property
    def name(self) -> str:
        """Its name in settings and logs."""
        ...

    async def send(self, notification: Notification) -> None:
        """Send once; return when the other side has taken it, else raise NotDelivered."""
        ...
