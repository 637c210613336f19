"""The streams that are open here, whoever follows by whatever right."""

from collections import Counter

from contracts.audit.v1 import FollowEntriesResponse
from contracts.faults import TooManyRequests
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.door import Door
from gateway.following.pulse import Pulse
from gateway.following.stream import Check, EntryStream, Read


class TooManyStreams(TooManyRequests):
    """One person, or one viewer token, follows the log in as many places as they may."""

    reason = "too_many_streams"


class Streams:
    """Counts them, and has one question for all how long the log is."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._pulse: Pulse | None = None
        self._open: Counter[str] = Counter()

    def admit(self, who: str, *, most: int) -> None:
        """Raise `TooManyStreams` when so many are open."""
        if self._open[who] >= most:
            raise TooManyStreams(f"You follow the log {most} times already.")

    def opened(
        self, first: FollowEntriesResponse, *, who: str, read: Read, check: Check
    ) -> ASGIApp:
        """Return what sends `first`, and what follows it."""
        self._pulse = self._pulse or Pulse(self._door.opened().bus)
        stream = EntryStream(first, read=read, check=check, pulse=self._pulse)

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            self._open[who] += 1
            try:
                await stream(scope, receive, send)
            finally:
                self._open[who] -= 1
                self._open += Counter()

        return answer
