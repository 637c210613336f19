"""Entries that were just stored are sealed from memory: as they stand in the database."""

import pytest
from audit.adding.store import EntryAdder
from audit.arrivals.store import ArrivalStore
from audit.reactions import Recorder
from audit.schemas.register import SchemaRegister
from audit.schemas.store import SchemaStore
from audit.sealing.leaf import Leaf
from audit.sealing.stash import Stash
from audit.store import EntryStore
from audit.vocabulary.store import Vocabulary

SUBJECT = "audit.billing.acme.invoice.paid"
IDS = [f"018f0000-0000-7000-8000-{number:012}" for number in range(4)]
BODIES = [
    {"id": IDS[0], "actorEmail": "Ada@acme.example", "actorIp": "192.0.2.7"},
    {"id": IDS[1], "at": "2026-11-22T11:30:00.123456+02:00", "metadata": {"a": 1.0, "b": 2**52}},
    {"id": IDS[2], "actorEmail": "ada@acme.example", "resourceName": "ünïcode \u2028 \U0001f600"},
    {"id": IDS[3], "metadata": {"\ue000": [None, {"ä": -0.5}], "\U0001f600": {}}},
]


@pytest.fixture
def stash():
    stash = Stash()
    with stash.opened():
        yield stash


@pytest.fixture
def adder(timeline, stash):
    return EntryAdder(timeline.veil, Vocabulary(), ArrivalStore(), stash)


@pytest.fixture
def recorder(timeline, adder):
    register = SchemaRegister(SchemaStore(timeline.chassis.outbox))
    return Recorder(timeline.connection, adder, timeline.owners, register)


async def test_as_stored(timeline, stash, recorder):
    """Told twice in one batch, an entry is boxed twice: what was stored is what is at hand."""
    told = [timeline.delivery(SUBJECT, body) for body in BODIES for _ in range(2)]
    await recorder.record(told)
    at_hand, read = (
        stash.take(IDS),
        await EntryStore(timeline.veil, Vocabulary()).stored_of_all(IDS),
    )
    assert read.keys() == set(IDS)
    assert at_hand == {one: Leaf.of(row) for one, row in read.items()}


async def test_stored_before(timeline, stash, recorder):
    """What another instance has stored isn't at hand; its own delivery again changes nothing."""
    body = BODIES[0]
    await timeline.record(timeline.delivery(SUBJECT, body))
    await recorder.record([timeline.delivery(SUBJECT, body)])
    assert stash.take([body["id"]]) == {}
