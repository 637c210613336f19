"""One signed batch into the stream: all of it, or an answer that makes Stalwart send it again."""

import asyncio
from collections.abc import Collection, Sequence
from functools import partial
from itertools import islice
from typing import Any

from chassis.portions import portions
from ingest import Directory, Figures, Outcome, Recorder, judged, read_json

from ingest_stalwart.identity import external_ids
from ingest_stalwart.normalise import DEFAULT_CLASSES, normalise

_AT_ONCE = 500
# More than 8 MiB can hold of events: such a list is something else.
_MOST_EVENTS = 140_000
_MOST_REMEMBERED = 200_000


class Receiver:
    """What makes a batch's second delivery harmless is its content, whichever instance gets it.

    What this instance has made durable it doesn't repeat: a batch of tens of thousands that took
    longer than Stalwart's patience gets further with each delivery.
    """

    def __init__(
        self,
        directory: Directory,
        recorder: Recorder,
        figures: Figures,
        *,
        classes: Collection[str] = DEFAULT_CLASSES,
    ) -> None:
        self._directory = directory
        self._recorder = recorder
        self._figures = figures
        self._classes = frozenset(classes)
        # In the order of their coming.
        self._done: dict[str, None] = {}
        self._one_by_one = asyncio.Lock()

    async def receive(self, body: bytes) -> int:
        """Return how many events the batch holds, once every one is durable or counted."""
        events, identities = _read(body)
        # Who lost patience sends the same again, while the first delivery is still at work.
        async with self._one_by_one:
            await self._record(events, identities)
        self._figures.works(is_caught_up=False)
        return len(events)

    async def _record(self, events: Sequence[Any], identities: Sequence[str]) -> None:
        fresh = [
            (identity, event)
            for identity, event in zip(identities, events, strict=True)
            if identity not in self._done
        ]
        for part in portions(fresh, _AT_ONCE):
            await self._recorder.record(
                [
                    (identity, event, judged(event, partial(self._normalise, identity)))
                    for identity, event in part
                ]
            )
            self._done |= dict.fromkeys(identity for identity, _ in part)
        for identity in list(islice(self._done, max(0, len(self._done) - _MOST_REMEMBERED))):
            del self._done[identity]

    def _normalise(self, identity: str, event: Any) -> Outcome:
        return normalise(event, self._directory, external_id=identity, classes=self._classes)


def _read(body: bytes) -> tuple[Sequence[Any], Sequence[str]]:
    """Read `{"events": [...]}` or a bare list; a body that is neither is one malformed event."""
    try:
        batch = read_json(body)
        events = batch.get("events") if isinstance(batch, dict) else batch
        if not isinstance(events, list):
            events = [batch]
        if len(events) <= _MOST_EVENTS:
            return events, external_ids(events)
    except (ValueError, RecursionError):
        pass
    text = body.decode(errors="backslashreplace")
    return [text], external_ids([text])
