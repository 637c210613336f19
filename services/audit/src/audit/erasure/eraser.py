"""Erases people, and completes what was begun: each step may be done twice."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from chassis import Clock, now
from chassis.faults import database_deadline
from chassis.outbox import ChangedMeanwhile
from contracts.audit.v1 import ErasedCount, Remainder
from transparency import Signer

from audit.erasure.certificate import certified
from audit.erasure.documents import ErasureDocument, State
from audit.erasure.store import ErasureStore, shown
from audit.erasure.traces.store import TraceStore
from audit.persons.keyring import Keyring

log = structlog.get_logger()
# Whoever is still at it gets so long before the sweep takes over.
_GRACE = timedelta(seconds=10)
# So long after an erasure no instance goes on with the key: what came in between is looked for.
_SETTLING = timedelta(seconds=60)


class Eraser:
    """From an erasure that was asked for to its certificate."""

    def __init__(
        self,
        store: ErasureStore,
        keyring: Keyring,
        traces: TraceStore,
        *,
        remainders: Callable[[datetime], Awaitable[list[Remainder]]],
        signer: Signer,
        clock: Clock = now,
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._traces = traces
        self._remainders = remainders
        self._signer = signer
        self._clock = clock

    async def destroy(self, erasure: ErasureDocument) -> None:
        """Destroy the keys: from here on nothing of these people can be read."""
        with database_deadline():
            await self._keyring.destroy(erasure.people)

    async def complete(self, erasure: ErasureDocument) -> ErasureDocument:
        """Count, clear up and certify; return the erasure as it is stored then."""
        await self.destroy(erasure)
        traces = await self._traces.wipe_in_all(erasure.people)
        moment = self._clock()
        erasure.entries = traces.entries + len(traces.archived)
        erasure.archived = len(traces.archived)
        erasure.tenants, erasure.fields = _counts(traces.tenants), _counts(traces.fields)
        erasure.remainders = await self._remainders(moment)
        erasure.erased_at = moment
        erasure.status = erasure.state = "erased"
        erasure.certificate, erasure.public_key = certified(shown(erasure), self._signer)
        with database_deadline():
            try:
                await self._store.save(erasure)
            except ChangedMeanwhile:
                # Somebody else has certified it: one certificate counts.
                return await self._store.one_of_all(erasure.id)
        log.info("person_erased", erasure_id=erasure.id, entries=erasure.entries)
        return erasure

    async def sweep(self) -> int:
        """Go on with every erasure that can go on; return how many did."""
        moment = self._clock()
        begun = await self._in("erasing", before=moment - _GRACE)
        for erasure in begun:
            await self.complete(erasure)
        done = await self._in("erased", before=moment - _SETTLING)
        for erasure in done:
            await self._traces.wipe_in_all(erasure.people)
            await self._enter(erasure, "settled")
        over = [
            erasure
            for erasure in await self._in("settled", before=moment)
            if all(one.until is None or one.until < moment for one in erasure.remainders)
        ]
        for erasure in over:
            erasure.asked = None
            await self._enter(erasure, "closed")
        return len(begun) + len(done) + len(over)

    async def _in(self, state: State, *, before: datetime) -> list[ErasureDocument]:
        with database_deadline():
            return await self._store.in_state_of_all(state, before=before)

    async def _enter(self, erasure: ErasureDocument, state: State) -> None:
        erasure.state = state
        with database_deadline():
            await self._store.save(erasure)


def _counts(counts: Counter[str]) -> list[ErasedCount]:
    return [ErasedCount(value=value, entries=counts[value]) for value in sorted(counts)]
