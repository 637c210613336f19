"""What the recorder does when its store can't."""

from datetime import UTC, datetime

import pytest
from audit.reactions import Recorder
from bus import Delivery, MemoryConnection
from bus.delivery import Verdict
from contracts.faults import Unavailable


class Store:
    """Takes so many batches, then is away."""

    def __init__(self, *, takes):
        self.taken = []
        self._takes = takes

    async def add_all(self, entries):
        if len(self.taken) == self._takes:
            raise Unavailable
        self.taken.append(len(entries))
        return []


class Nobody:
    """No partner owns anything."""

    async def loaded(self):
        return

    def partner_of(self, entry):
        return entry["partnerSlug"]


class Nothing:
    """No action has a schema."""

    async def refresh(self):
        return

    def check(self, _entry):
        return


@pytest.fixture
def deliveries():
    async def settle(_settlement, _delay_seconds):
        raise AssertionError

    moment = datetime(2026, 11, 23, tzinfo=UTC)
    subject = "audit.billing.acme.invoice.paid"
    return [Delivery(subject, b"{}", {}, place, 1, moment, settle) for place in range(1, 1201)]


class TestRecord:
    async def test_parts(self, deliveries):
        """A large batch is written in parts."""
        store = Store(takes=9)
        await Recorder(MemoryConnection(), store, Nobody(), Nothing()).record(deliveries)
        assert store.taken == [500, 500, 200]

    @pytest.mark.parametrize("takes", [0, 1, 2])
    async def test_away(self, deliveries, takes):
        """Whichever part finds the store away, the batch as a whole waits, and nobody is blamed."""
        with pytest.raises(Unavailable):
            await Recorder(MemoryConnection(), Store(takes=takes), Nobody(), Nothing()).record(
                deliveries
            )
        assert {delivery.verdict for delivery in deliveries} == {Verdict.DONE}

    async def test_nothing(self):
        """Nothing is nothing to write."""
        store = Store(takes=0)
        await Recorder(MemoryConnection(), store, Nobody(), Nothing()).record([])
        assert store.taken == []
