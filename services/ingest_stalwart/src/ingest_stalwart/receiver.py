"""One signed batch into the stream: all of it, or an answer that makes Stalwart send it again."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from ingest import Directory, Figures, Malformed, Publisher, Told

from ingest_stalwart.identity import external_ids
from ingest_stalwart.normalise import DEFAULT_CLASSES, normalise


class Receiver:
    """Nothing is remembered here: what makes a batch's second delivery harmless is its content."""

    def __init__(
        self,
        directory: Directory,
        publisher: Publisher,
        figures: Figures,
        *,
        classes: Collection[str] = DEFAULT_CLASSES,
    ) -> None:
        self._directory = directory
        self._publisher = publisher
        self._figures = figures
        self._classes = frozenset(classes)

    async def receive(self, body: bytes) -> int:
        """Return how many events the batch holds, once every one is durable or counted.

        One that makes no sense must not keep the others waiting: it goes to the dead letters.
        """
        events = _events(body)
        told: list[Told] = []
        outcomes = []
        for event, identity in zip(events, external_ids(events), strict=True):
            outcome = (
                normalise(event, self._directory, external_id=identity, classes=self._classes)
                if isinstance(event, dict)
                else Malformed("an event is an object")
            )
            outcomes.append(outcome)
            if isinstance(outcome, Told):
                told.append(outcome)
            elif isinstance(outcome, Malformed):
                await self._publisher.bury(event, reason=outcome.reason, external_id=identity)
        await self._publisher.publish([one.publication for one in told])
        for outcome in outcomes:
            self._figures.outcome(outcome)
        self._figures.works(is_caught_up=False)
        return len(events)


def _events(body: bytes) -> Sequence[Any]:
    """Read `{"events": [...]}` or a bare list; a body that is neither is one malformed event."""
    try:
        batch = json.loads(body)
    except (ValueError, RecursionError):
        return [body.decode(errors="backslashreplace")]
    events = batch.get("events") if isinstance(batch, dict) else batch
    return events if isinstance(events, list) else [batch]
