"""What waits to be sealed, in the order of the stream.

Entries are stored by several instances at a time, and a batch that one of them holds may belong
before what others have stored. So an entry waits until the stream says that everything before it
is settled, but not for longer than `patience_seconds`: who stops while holding a batch must not
hold up everybody's proofs. What comes after that is sealed late.
"""

import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from contracts.faults import Fault

from audit.arrivals.store import ArrivalStore

# More than one seal's worth, so that the order is known beyond it.
_MOST_WAITING = 8_000
_NOTES_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that isn't sealed yet."""

    sequence: int
    note: str
    since: float


Settled = Callable[[], Awaitable[int]]
Sealed = Callable[[Mapping[str, int]], Awaitable[Collection[str]]]


class Queue:
    """One sequencer's view; another one starts with its own."""

    def __init__(
        self,
        store: ArrivalStore,
        *,
        settled: Settled,
        sealed: Sealed,
        patience_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`settled` tells up to where the stream is; `sealed` which of some entries are already."""
        self._store = store
        self._settled = settled
        self._sealed = sealed
        self._patience = patience_seconds
        self._clock = clock
        self._waiting: dict[str, Waiting] = {}
        self._notes: dict[str, int] = {}
        # Places from here on may have something before them that wasn't read yet.
        self._unread: float = 0

    async def next(self, limit: int, *, behind: int) -> dict[str, int]:
        """Return up to `limit` entries that come next, with their places in the stream.

        Only those up to `behind`, the last place sealed, can be sealed already: a batch that was
        delivered again, or a note that outlived its seal.
        """
        await self._read(behind=behind)
        ordered = sorted(self._waiting.items(), key=lambda one: (one[1].sequence, one[0]))
        ordered = [one for one in ordered if one[1].sequence < self._unread]
        settled = await self._up_to_where() if ordered else 0
        patient_since = self._clock() - self._patience
        ready = max(
            (
                place
                for place, (_, one) in enumerate(ordered)
                if one.sequence <= settled or one.since <= patient_since
            ),
            default=-1,
        )
        return {identity: one.sequence for identity, one in ordered[: min(ready + 1, limit)]}

    async def done(self, identities: Collection[str]) -> None:
        """Forget entries that are sealed, and the notes that are used up by it."""
        for identity in identities:
            self._notes[self._waiting.pop(identity).note] -= 1
        used_up = [note for note, left in self._notes.items() if left == 0]
        if used_up:
            await self._store.forget_of_all(used_up)
        for note in used_up:
            del self._notes[note]

    async def _read(self, *, behind: int) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            return
        notes = await self._store.next_of_all(but=self._notes, limit=_NOTES_AT_ONCE + 1)
        self._unread = notes[-1]["first"] if len(notes) > _NOTES_AT_ONCE else float("inf")
        for note in notes[:_NOTES_AT_ONCE]:
            entries = dict(zip(note["ids"], note["sequences"], strict=True))
            early = {one: sequence for one, sequence in entries.items() if sequence <= behind}
            known = {*(await self._sealed(early) if early else ()), *self._waiting}
            fresh = {one: entries[one] for one in entries if one not in known}
            self._notes[note["_id"]] = len(fresh)
            for identity, sequence in fresh.items():
                self._waiting[identity] = Waiting(sequence, note["_id"], self._clock())

    async def _up_to_where(self) -> int:
        try:
            return await self._settled()
        except Fault:
            # Without an answer only patience counts.
            return 0
