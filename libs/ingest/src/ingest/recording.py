"""From outcomes to the streams: entries published, malformed events buried, everything counted."""

from collections.abc import Callable, Sequence
from typing import Any

import structlog

from ingest.outcomes import Malformed, Outcome, Raw, Told
from ingest.publishing import Publisher
from ingest.telemetry import Figures

log = structlog.get_logger()


class Recorder:
    """What a transport hands its events to."""

    def __init__(self, publisher: Publisher, figures: Figures) -> None:
        self._publisher = publisher
        self._figures = figures

    async def record(self, found: Sequence[tuple[str, Any, Outcome]]) -> None:
        """Take external id, event and outcome of each; return once all of them are durable.

        One that makes no sense must not keep the others waiting: it goes to the dead letters.
        """
        await self._publisher.bury(
            [
                (identity, raw, outcome.reason)
                for identity, raw, outcome in found
                if isinstance(outcome, Malformed)
            ]
        )
        await self._publisher.publish(
            [outcome.publication for _, _, outcome in found if isinstance(outcome, Told)]
        )
        for _, _, outcome in found:
            self._figures.outcome(outcome)


def judged(raw: Any, normalise: Callable[[Raw], Outcome]) -> Outcome:
    """Return the outcome; an event that a `normalise` stumbles over is malformed, not the end."""
    if not isinstance(raw, dict):
        return Malformed("an event is an object")
    try:
        return normalise(raw)
    except Exception as error:
        log.exception("normalise_failed")
        return Malformed(f"it can't be read: {type(error).__name__}")
