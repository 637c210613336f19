"""Looks for gaps between stream, store and tree."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from audit.reconciling.command import archived_of, reading_veil
from audit.reconciling.composition import over
from bus import ConsumerSpec

Gaps = Callable[[], Awaitable[tuple[list[str], Mapping[str, Any]]]]


@pytest.fixture
async def gaps(timeline: Any) -> Gaps:
    """Give what looks at everything, and returns gaps and figures."""
    settings = timeline.chassis.settings
    await timeline.connection.ensure_consumer(ConsumerSpec("AUDIT", "audit"))
    veil = reading_veil(settings)

    async def gaps() -> tuple[list[str], Mapping[str, Any]]:
        archived = archived_of(settings, veil)
        found = over(settings, timeline.connection, archived, veil, patience_seconds=0)
        await found.run()
        return list(found.gaps), found.tell()

    return gaps
