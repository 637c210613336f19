"""One client's stream of entries; event ids are places in the log: any instance can resume it."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from contracts.audit.v1 import FollowEntriesResponse
from contracts.faults import Fault, TooLate, Unavailable
from starlette.types import Receive, Scope, Send

from gateway.event_streams import Line, serve
from gateway.following.pulse import Pulse

# Reads on behind a place, as whoever follows is allowed to by then; raises why they no longer are.
Read = Callable[[int], Awaitable[FollowEntriesResponse]]
Check = Callable[[], Awaitable[object]]

# Then the client comes again, and resumes.
_LONGEST_SECONDS = 3600.0
# So long somebody who may no longer hears nothing, but is still connected.
_CHECK_SECONDS = 1.0
# What is sealed at the same moment is read at once.
_GATHER_SECONDS = 0.05
# How long until one that was cut comes again.
_RETRY = b"retry: 2000\n"


class EntryStream:
    """Tells every entry once, in the log's order, from a place on."""

    def __init__(
        self,
        first: FollowEntriesResponse,
        *,
        read: Read,
        check: Check,
        pulse: Pulse,
        longest_seconds: float = _LONGEST_SECONDS,
        check_seconds: float = _CHECK_SECONDS,
    ) -> None:
        """`first` is what was read before the stream began: what is malformed is refused then."""
        self._reply = first
        self._read = read
        self._check = check
        self._pulse = pulse
        self._longest_seconds = longest_seconds
        self._check_seconds = check_seconds

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the client goes, may no longer, or doesn't keep up."""
        await serve(receive, send, self._follow, longest_seconds=self._longest_seconds)

    async def _follow(self, line: Line) -> None:
        await line.tell(_RETRY + told(self._reply))
        while line.is_open:
            try:
                if await self._goes_on(line):
                    await line.tell(told(self._reply))
            except (Unavailable, TooLate):
                # There is nowhere else to go, and the log will be read on from where it was.
                await line.next(asyncio.Event().wait(), seconds=self._check_seconds)
            except Fault as fault:
                await line.tell(_closed(fault))
                return

    async def _goes_on(self, line: Line) -> bool:
        """Read on when there is more; say whether there was."""
        await self._check()
        after = int(self._reply.next_after)
        if not self._reply.has_more:
            if not await line.next(self._pulse.beyond(after), seconds=self._check_seconds):
                return False
            await asyncio.sleep(_GATHER_SECONDS)
        self._reply = await self._read(after)
        return True


def told(reply: FollowEntriesResponse) -> bytes:
    """Write entries as events; the last id is how far was read, also if nothing was found there."""
    events = [
        b"id: %d\nevent: entry\ndata: %s\n\n" % (int(entry.index or 0), entry.dump_json())
        for entry in reply.items
    ]
    # An id without data is remembered and announces nothing (HTML §9.2.6).
    return b"".join([*events, b"id: %d\n\n" % int(reply.next_after)])


def _closed(fault: Fault) -> bytes:
    said = json.dumps({"reason": fault.reason, "status": fault.status, "detail": fault.detail})
    return b"event: closed\ndata: %s\n\n" % said.encode()
