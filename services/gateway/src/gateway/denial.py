"""A denial, and the window in which its repeats are only counted."""

import asyncio
from contextvars import Context
from dataclasses import dataclass

from contracts.platform.v1 import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Who was refused what, and why."""

    actor: Actor
    route: str
    path: str
    reason: str
    tenant: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two denials the same."""
        return (self.actor.id, self.route, self.reason, self.tenant)


@dataclass(slots=True, kw_only=True, eq=False)
class Window:
    """The first of some denials, and how many came after it."""

    denial: Denial
    # The trace of the first is the trace of the repeats' entry.
    context: Context
    opened_at: float
    stored: asyncio.Task[None]
    repeats: int = 0
