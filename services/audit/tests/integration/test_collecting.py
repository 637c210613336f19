"""What becomes of the DEAD stream's messages, and how dead letters are listed."""

import json
import uuid

import pytest
from audit.dead_letters.reactions import Collector
from audit.dead_letters.store import DeadLetterStore
from bus import DeadLetter
from chassis.cursors import encode
from contracts.audit.v1 import LIST_DEAD_LETTERS, ListDeadLettersRequest
from contracts.faults import Malformed

PAID = "audit.billing.acme.invoice.paid"


@pytest.fixture
def collect(timeline):
    """Give what hands payloads to the consumer and returns why they were rejected."""

    async def collect(*payloads):
        deliveries = [timeline.delivery("dead.AUDIT.audit", payload) for payload in payloads]
        await Collector(DeadLetterStore(timeline.chassis.outbox)).collect(deliveries)
        return [delivery.reason for delivery in deliveries]

    return collect


@pytest.fixture
def letter(timeline):
    """Give a well-formed dead letter as the stream holds it."""
    delivery = timeline.delivery(PAID, b"junk")
    delivery.reason = "not JSON"
    return DeadLetter.of(delivery, stream="AUDIT", durable="audit").dump_json()


class TestCollect:
    async def test_kept(self, timeline, collect, letter):
        """Everything that was said of the message is kept."""
        assert await collect(letter) == [""]
        (kept,) = await timeline.letters()
        said = json.loads(letter)
        for name in ("id", "stream", "durable", "subject", "body", "reason", "deliveries"):
            assert kept.dump()[name] == said[name]
        assert kept.body_bytes == 4

    async def test_delivered_again(self, timeline, collect, letter):
        """A redelivery is kept once."""
        assert await collect(letter, letter) == ["", ""]
        assert len(await timeline.letters()) == 1

    async def test_not_text(self, timeline):
        """A body that isn't UTF-8 is shown escaped."""
        await timeline.bury(PAID, b"caf\xe9")
        (kept,) = await timeline.letters()
        assert (kept.body, kept.body_bytes) == ("caf\\xe9", 4)

    async def test_odd_headers(self, timeline):
        """Headers of any name are kept."""
        odd = {"$set": "a", "a.b": "c", "X-Long": "x" * 5000}
        await timeline.bury(PAID, headers=odd)
        assert (await timeline.letters())[0].headers == odd

    @pytest.mark.parametrize(
        "payload",
        [
            b"junk",
            b"[]",
            b"{}",
            {"id": 7},
            {"unknown": "field"},
            {"id": "no uuid"},
            {"at": "yesterday"},
            {"at": "2026-11-23T10:00:00"},
            {"deliveries": "many"},
            {"body": 7},
            {"headers": 7},
            {"headers": {"a": 1}},
        ],
    )
    async def test_no_dead_letter(self, timeline, collect, letter, payload):
        """What is no dead letter is rejected at once, and the next one is kept."""
        wrong = json.loads(letter) | payload if isinstance(payload, dict) else payload
        reasons = await collect(wrong, letter)
        assert reasons[0].startswith("no dead letter: ")
        assert reasons[1] == ""
        assert len(await timeline.letters()) == 1


class TestListDeadLetters:
    async def test_pages(self, timeline):
        """Newest first, page after page, through equal times."""
        for number in range(7):
            await timeline.bury(PAID, at=f"2026-11-2{number // 3}T10:00:00.000Z")
        everything = await timeline.letters()
        assert everything == sorted(everything, key=lambda one: (one.at, one.id), reverse=True)
        seen, cursor = [], None
        while cursor or not seen:
            asked = ListDeadLettersRequest(limit=2, cursor=cursor)
            page = await timeline.dead_letters.list_dead_letters(asked)
            seen += page.items
            cursor = page.next_cursor
        assert seen == everything

    async def test_by_stream(self, timeline):
        """Only those of one stream."""
        await timeline.bury(PAID)
        wanted = await timeline.bury("event.tenant.acme.created", stream="EVENTS")
        assert [one.id for one in await timeline.letters(stream="EVENTS")] == [wanted]
        assert await timeline.letters(stream="DEAD") == []

    async def test_large_bodies(self, timeline):
        """Bodies are shown up to a length, so that a page of them can be answered."""
        for _ in range(20):
            await timeline.bury(PAID, b"x" * 1_000_000)
        seen, cursor = [], None
        while cursor or not seen:
            asked = ListDeadLettersRequest(limit=500, cursor=cursor)
            page = await timeline.dead_letters.list_dead_letters(asked)
            seen += [(len(one.body), one.body_bytes) for one in page.items]
            cursor = page.next_cursor
        assert seen == [(65536, 1_000_000)] * 20

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"state": "lost"}, "state"),
            ({"limit": 501}, "limit"),
            ({"cursor": encode(str(uuid.uuid4()))}, "cursor"),
        ],
    )
    async def test_malformed(self, timeline, asked, field):
        """Each refusal names the field."""
        with pytest.raises(Malformed) as refused:
            await timeline.send(LIST_DEAD_LETTERS.subject, asked)
        assert [error.field for error in refused.value.errors] == [field]
