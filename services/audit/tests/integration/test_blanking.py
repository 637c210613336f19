"""Old dead letters lose what may tell of people."""

from datetime import timedelta

import pytest
from audit.dead_letters.blanking import Blanking
from audit.dead_letters.store import DeadLetterStore
from chassis import now
from contracts.audit.v1 import ReplayDeadLetterRequest
from contracts.faults import Fault

PAID = "audit.billing.acme.invoice.paid"


def blanking(timeline, later=timedelta(0)):
    store = DeadLetterStore(timeline.chassis.outbox)
    return Blanking(store, days=30, clock=lambda: now() + later)


class TestSweep:
    async def test_old(self, timeline):
        """After so many days the body is gone, and what else is known of the letter isn't."""
        identity = await timeline.bury(PAID, b"ann@acme.example")
        assert await blanking(timeline).sweep() == 0
        assert await blanking(timeline, timedelta(days=30, minutes=1)).sweep() == 1
        (letter,) = await timeline.letters()
        assert (letter.id, letter.body, letter.headers) == (identity, "", {})
        assert (letter.subject, letter.reason, letter.body_bytes) == (PAID, "not JSON", 16)
        assert await blanking(timeline, timedelta(days=31)).sweep() == 0

    async def test_replayed_later(self, timeline):
        """It can still be replayed, with a body."""
        identity = await timeline.bury(PAID)
        await blanking(timeline, timedelta(days=31)).sweep()
        with pytest.raises(Fault) as refused:
            await timeline.dead_letters.replay_dead_letter(ReplayDeadLetterRequest(id=identity))
        assert refused.value.reason == "body_needed"
        asked = ReplayDeadLetterRequest(id=identity, body="{}")
        assert (await timeline.dead_letters.replay_dead_letter(asked)).dead_letter.replayed_at
