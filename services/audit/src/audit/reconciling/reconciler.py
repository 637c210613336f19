"""Compares stream, store and tree, piece by piece, and tells every gap."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from bus import Connection, Delivery
from chassis.faults import database_deadline
from transparency import Checkpoint, NoteRefused, Verifier

from audit.entries import entry_of
from audit.intake.statements import statements_of
from audit.proofs.prover import Prover
from audit.reconciling.chain import Chain
from audit.reconciling.store import ReconcilingStore
from audit.retention.reading import ArchivedEntries
from audit.rules import Refused
from audit.sealing.store import SealStore
from audit.trees.forest import WHOLE

log = structlog.get_logger()
# Beyond this many missing ones no further seal is found.
_SEALS_AT_ONCE = 4
_MESSAGES_AT_ONCE = 200
# So far back the stream is compared on a first look; what is older has been sealed meanwhile.
_LOOK_BACK = 2_000
_MOST_TOLD = 100


class Reconciler:
    """Walks the whole log, then what is new; a service that starts begins at the beginning."""

    def __init__(
        self,
        store: ReconcilingStore,
        seals: SealStore,
        prover: Prover,
        connection: Connection,
        *,
        archived: ArchivedEntries,
        verifier: Verifier,
        consumer: tuple[str, str],
    ) -> None:
        self._store = store
        self._seals = seals
        self._prover = prover
        self._connection = connection
        self._archived = archived
        self._in_archive = 0
        self._verifier = verifier
        self._stream, self._durable = consumer
        self._chain = Chain()
        self._reached: int | None = None
        self._surplus = 0
        self.gaps: deque[str] = deque(maxlen=_MOST_TOLD)
        self.found = 0

    def tell(self) -> Mapping[str, Any]:
        """Return the figures; `problem` is what the health page shows."""
        told = {"sealed": self._chain.size, "stream": self._reached or 0, "gaps": self.found}
        if not self.gaps:
            return told
        said = f"{self.found} gaps between stream, store and tree; first: {self.gaps[0]}"
        return told | {"problem": said}

    async def sweep(self) -> int:
        """Look at the next piece; tell how much there was."""
        return await self._log() or await self._messages()

    async def run(self) -> None:
        """Look at everything."""
        while await self.sweep():
            pass
        await self._surplus_found(is_sure=True)

    async def _log(self) -> int:
        with database_deadline():
            # Before the seals: it may be behind them, never ahead.
            head = await self._prover.head(WHOLE)
            seals = await self._seals.next_of_all(self._chain.number, limit=_SEALS_AT_ONCE)
            # One at a time, for it may hold thousands of entries.
            for seal in seals[:1]:
                rows = await self._rows(seal.ids)
                # Thousands of hashes: not in everybody's way.
                for gap in await asyncio.to_thread(list, self._chain.follow(seal, rows)):
                    self._gap(gap)
                if seal.end == head.size and seal.ids:
                    self._compare(head.note)
        if not seals:
            with database_deadline():
                await self._surplus_found(is_sure=False)
        return len(seals)

    async def _rows(self, identities: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        rows = await self._store.rows_of_all(identities)
        old = await self._archived.stored_of_all(set(identities) - rows.keys())
        self._in_archive += len(old)
        return {**rows, **old}

    def _compare(self, note: str) -> None:
        try:
            said = Checkpoint.read(note, verifier=self._verifier)
        except NoteRefused as refused:
            self._gap(f"tree: its checkpoint isn't to be trusted: {refused}")
            return
        for gap in self._chain.compare(said.size, said.root):
            self._gap(gap)

    async def _surplus_found(self, *, is_sure: bool) -> None:
        """What is stored is sealed or waits; a note may follow its entries a moment later."""
        stored = await self._store.count_of_all()
        waiting = await self._store.waiting_of_all()
        if await self._seals.next_of_all(self._chain.number, limit=1):
            return
        surplus = max(0, stored + self._in_archive - waiting - self._chain.size)
        if surplus and (is_sure or surplus == self._surplus):
            self._gap(f"tree: {surplus} entries are stored and neither sealed nor waiting to be")
        self._surplus = surplus

    async def _messages(self) -> int:
        settled = await self._connection.settled(self._stream, self._durable)
        first = self._reached if self._reached is not None else max(0, settled - _LOOK_BACK)
        last = min(settled, first + _MESSAGES_AT_ONCE)
        for sequence in range(first + 1, last + 1):
            await self._message(sequence)
        self._reached = last
        return last - first

    async def _message(self, sequence: int) -> None:
        message = await self._connection.stored(self._stream, sequence)
        if message is None:
            return
        delivery = Delivery(
            message.subject, message.payload, message.headers, sequence, 1, message.at, _settle
        )
        told = _told(delivery)
        with database_deadline():
            events = [event for _, event in told if event]
            known = await self._store.known_of_all([one for one, _ in told], events)
            gone = {one for one, event in told if known.isdisjoint({one, event})}
            known |= (await self._archived.stored_of_all(gone)).keys()
        for identity, event in told:
            if known.isdisjoint({identity, event}):
                self._gap(f"stream: message {sequence} tells of entry {identity}, none is stored")

    def _gap(self, gap: str) -> None:
        if gap in self.gaps:
            return
        self.found += 1
        self.gaps.append(gap)
        log.error("log_has_a_gap", gap=gap)


def _told(delivery: Delivery) -> list[tuple[str, str]]:
    """Return id and event of each entry that a message tells; what is refused tells of none."""
    told = []
    try:
        statements = list(statements_of(delivery))
    except Refused:
        return []
    for statement in statements:
        # One that is refused is a dead letter by itself.
        with suppress(Refused):
            subject, body = statement.told()
            entry = entry_of(
                subject,
                body,
                message_id=statement.message_id,
                sequence=delivery.sequence,
                part=statement.part,
                received_at=delivery.at,
            )
            told.append((entry["_id"], entry.get("event", "")))
    return told


async def _settle(_settlement: Any, _delay_seconds: float) -> None:
    """It was settled long ago."""
