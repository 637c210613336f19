"""How long the log is: asked once for everybody who follows it here."""

import asyncio

from bus import acting_as, within
from contracts.audit.v1 import AWAIT_GROWTH, AwaitGrowthRequest, AwaitGrowthResponse
from contracts.rpc import Caller

_WAIT_SECONDS = 5.0
_ANSWER_SECONDS = 10.0


class Pulse:
    """However many streams there are, one question waits at the audit service."""

    def __init__(self, bus: Caller) -> None:
        self._bus = bus
        self._last = -1
        self._asking: asyncio.Task[None] | None = None

    async def beyond(self, index: int) -> bool:
        """Return once there is an entry behind this one."""
        while self._last <= index:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask(max(index, self._last)))
                # Told to whoever still waits; when all have gone, to nobody.
                self._asking.add_done_callback(lambda task: task.cancelled() or task.exception())
            await asyncio.shield(self._asking)
        return True

    async def _ask(self, index: int) -> None:
        request = AwaitGrowthRequest(after=index, wait_seconds=_WAIT_SECONDS)
        with acting_as(None), within(_ANSWER_SECONDS):
            reply: AwaitGrowthResponse = await self._bus.call(AWAIT_GROWTH, request)
        self._last = reply.last
