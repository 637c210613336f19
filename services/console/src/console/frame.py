"""What stands around every page: the state of the platform, and what needs a person."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from contracts.audit.v1 import DeadLetterServiceClient, ListDeadLettersRequest
from contracts.faults import Fault
from contracts.health.v1 import GetPlatformHealthRequest, HealthServiceClient
from web import Visit

from console.navigation import PLACES, current

_FRESH_SECONDS = 4.0
_MOST_WAITING = 100


async def admit(visit: Visit) -> object:
    """Ask for something that operators only may see."""
    asked = ListDeadLettersRequest(limit=1)
    return await visit.attempt(DeadLetterServiceClient(visit.gateway).list_dead_letters(asked))


class Frame:
    """Asks at most every few seconds, whoever clicks: every operator sees the same."""

    def __init__(self) -> None:
        self._known: Mapping[str, Any] = {}
        self._asked_at = float("-inf")

    async def show(self, visit: Visit) -> Mapping[str, Any]:
        """Return the frame's values; a part that doesn't answer is a fault in its place."""
        if time.monotonic() - self._asked_at > _FRESH_SECONDS:
            self._known = await self._asked(visit)
            # A failure is asked again at the next click.
            if not any(isinstance(value, Fault) for value in self._known.values()):
                self._asked_at = time.monotonic()
        path = visit.request.url.path
        return {**self._known, "places": PLACES, "current": current(path)}

    async def _asked(self, visit: Visit) -> Mapping[str, Any]:
        health = HealthServiceClient(visit.gateway)
        letters = DeadLetterServiceClient(visit.gateway)
        platform, waiting = await asyncio.gather(
            visit.attempt(health.get_platform_health(GetPlatformHealthRequest())),
            visit.attempt(
                letters.list_dead_letters(
                    ListDeadLettersRequest(state="waiting", limit=_MOST_WAITING)
                )
            ),
        )
        return {"platform": platform, "waiting": waiting}
