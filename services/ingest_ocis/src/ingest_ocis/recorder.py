"""Turns lines into entries in the stream, and counts what makes none."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from ingest import Directory, Figures, Outcome, Raw, Skipped, judged
from ingest import Recorder as Entries

from ingest_ocis.allowed import MUTATIONS
from ingest_ocis.lines import parse
from ingest_ocis.normalise import normalise


class Recorder:
    """A line's id is where it stands: its generation and the offset of its first byte."""

    def __init__(
        self,
        directory: Directory,
        entries: Entries,
        figures: Figures,
        *,
        actions: Collection[str] = MUTATIONS,
    ) -> None:
        self._directory = directory
        self._entries = entries
        self._figures = figures
        self._actions = frozenset(actions)

    async def record(self, generation: str, lines: Sequence[tuple[int, bytes]]) -> None:
        """Return once every line that makes an entry is in the stream."""
        found: list[tuple[str, Any, Outcome]] = []
        for offset, line in lines:
            event, identity = parse(line), f"{generation}:{offset}"
            if isinstance(event, Skipped):
                found.append((identity, None, event))
            elif event is not None:
                found.append((identity, event, self._outcome(identity, event)))
        await self._entries.record(found)

    async def record_events(self, events: Sequence[tuple[str, Raw]]) -> None:
        """Return once every event, given with its id, that makes an entry is in the stream."""
        await self._entries.record(
            [(identity, event, self._outcome(identity, event)) for identity, event in events]
        )

    def skipped(self, reason: str) -> None:
        """Count what isn't even an event."""
        self._figures.skipped(reason)

    def _outcome(self, identity: str, event: Raw) -> Outcome:
        return judged(event, partial(self._normalised, identity))

    def _normalised(self, identity: str, event: Raw) -> Outcome:
        return normalise(event, self._directory, external_id=identity, actions=self._actions)
