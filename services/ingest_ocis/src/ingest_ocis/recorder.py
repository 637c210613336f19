"""Turns lines into entries in the stream, and counts what makes none."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ingest import Directory, Figures, Publisher, Skipped, Told

from ingest_ocis.allowed import MUTATIONS
from ingest_ocis.lines import parse
from ingest_ocis.normalise import normalise


class Recorder:
    """A line's id is where it stands: its generation and the offset of its first byte."""

    def __init__(
        self,
        directory: Directory,
        publisher: Publisher,
        figures: Figures,
        *,
        actions: Collection[str] = MUTATIONS,
    ) -> None:
        self._directory = directory
        self._publisher = publisher
        self._figures = figures
        self._actions = frozenset(actions)

    async def record(self, generation: str, lines: Sequence[tuple[int, bytes]]) -> None:
        """Return once every line that makes an entry is in the stream."""
        events: list[tuple[str, dict[str, Any]]] = []
        unread: list[Skipped] = []
        for offset, line in lines:
            event = parse(line)
            if isinstance(event, Skipped):
                unread.append(event)
            elif event is not None:
                events.append((f"{generation}:{offset}", event))
        await self.record_events(events)
        for reason in unread:
            self._figures.outcome(reason)

    async def record_events(self, events: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Return once every event, given with its id, that makes an entry is in the stream."""
        outcomes = [
            normalise(event, self._directory, external_id=identity, actions=self._actions)
            for identity, event in events
        ]
        await self._publisher.publish(
            [outcome.publication for outcome in outcomes if isinstance(outcome, Told)]
        )
        for outcome in outcomes:
            self._figures.outcome(outcome)

    def skipped(self, reason: str) -> None:
        """Count what isn't even an event."""
        self._figures.skipped(reason)
