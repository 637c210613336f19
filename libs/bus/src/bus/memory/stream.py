"""A stream in memory: what it stores, refuses, and has stored before."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bus import headers, subjects
from bus.memory.batches import Batches, refusal
from bus.messages import Stored, StreamState
from bus.streams import StreamSpec


class Stream:
    """Keeps everything, or only the newest message of each subject."""

    def __init__(self, spec: StreamSpec, *, newest_only: bool, clock: Callable[[], float]) -> None:
        self.spec = spec
        self.last_sequence = 0
        self.changed: list[Callable[[Stored], None]] = []
        self._newest_only = newest_only
        self._clock = clock
        self._messages: dict[int, Stored] = {}
        self._newest: dict[str, int] = {}
        self._seen: dict[str, tuple[int, float]] = {}
        self._batches = Batches(self._store)

    def takes(self, subject: str) -> bool:
        """Say whether messages on this subject are stored here."""
        return any(subjects.matches(pattern, subject) for pattern in self.spec.subjects)

    def store(self, subject: str, payload: bytes, carried: Mapping[str, str]) -> dict[str, Any]:
        """Store a message; return the acknowledgement or error that JetStream would send."""
        if headers.BATCH_ID not in carried:
            return self._store(subject, payload, carried)
        return self._batches.take(
            (subject, payload, carried),
            is_allowed=self.spec.takes_batches,
            is_known=lambda name: self._known(name) is not None,
        )

    def _store(self, subject: str, payload: bytes, carried: Mapping[str, str]) -> dict[str, Any]:
        expected = carried.get(headers.EXPECTED_REVISION)
        newest = self._newest.get(subject, 0)
        if expected is not None and int(expected) != newest:
            return refusal(10071, f"wrong last sequence: {newest}")
        message_id = carried.get(headers.MESSAGE_ID)
        if message_id and (known := self._known(message_id)):
            return {"stream": self.spec.name, "seq": known, "duplicate": True}
        if len(payload) > self.spec.max_message_bytes:
            return refusal(10054, "message size exceeds maximum allowed")
        self.last_sequence += 1
        stored = Stored(self.last_sequence, subject, payload, dict(carried), datetime.now(UTC))
        self._messages[stored.sequence] = stored
        self._newest[subject] = stored.sequence
        if self._newest_only and newest:
            del self._messages[newest]
        if message_id:
            self._seen[message_id] = (stored.sequence, self._clock())
        for callback in list(self.changed):
            callback(stored)
        return {"stream": self.spec.name, "seq": stored.sequence}

    def at(self, sequence: int) -> Stored | None:
        """Return the message at this place, None when it is gone."""
        return self._messages.get(sequence)

    def state(self) -> StreamState:
        """Return from where to where messages are."""
        first = next(iter(self._messages), self.last_sequence + 1)
        return StreamState(first, self.last_sequence, self.spec.max_age_seconds)

    def newest(self, subject: str) -> Stored | None:
        """Return the last message on exactly this subject."""
        return self._messages.get(self._newest.get(subject, 0))

    def newest_of_each(self, pattern: str) -> list[Stored]:
        """Return the last message of every subject that matches, oldest first."""
        found = [seq for subject, seq in self._newest.items() if subjects.matches(pattern, subject)]
        return [self._messages[sequence] for sequence in sorted(found)]

    def _known(self, message_id: str) -> int | None:
        sequence, at = self._seen.get(message_id, (0, 0.0))
        recent = sequence and self._clock() - at < self.spec.dedupe_window_seconds
        return sequence if recent else None
