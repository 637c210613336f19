"""What becomes of a batch of messages."""

import uuid

import pytest

PAID = "audit.billing.acme.invoice.paid"
ID = "0199f3a0-0000-7000-8000-00000000000a"


class TestRecord:
    async def test_stored(self, timeline):
        """What the source told can be read as it was told."""
        body = {"id": ID, "actorName": "Ann", "metadata": {"amount": 17}}
        assert await timeline.record(timeline.delivery(PAID, body)) == [""]
        (entry,) = await timeline.entries()
        assert (entry.id, entry.actor_name, entry.metadata) == (ID, "Ann", {"amount": 17})
        assert (entry.source, entry.tenant_slug, entry.action) == (
            "billing",
            "acme",
            "invoice.paid",
        )

    async def test_malformed_among_others(self, timeline):
        """What is malformed is rejected with its reason, and holds nothing up."""
        good, bad, also = (timeline.delivery(PAID, body) for body in ({}, b"junk", {}))
        reasons = await timeline.record(good, bad, also)
        assert [bool(reason) for reason in reasons] == [False, True, False]
        assert len(await timeline.entries()) == 2

    async def test_nothing_good(self, timeline):
        """A batch of nothing else is rejected whole."""
        reasons = await timeline.record(*(timeline.delivery(PAID, b"junk") for _ in range(3)))
        assert all(reasons)

    @pytest.mark.parametrize("body", [{"id": ID}, {}, {"externalId": "17"}])
    async def test_delivered_again(self, timeline, body):
        """A redelivery is done, and stored once."""
        delivery = timeline.delivery(PAID, body)
        assert await timeline.record(delivery) == [""]
        assert await timeline.record(delivery, timeline.delivery(PAID)) == ["", ""]
        assert len(await timeline.entries()) == 2

    async def test_twice_in_a_batch(self, timeline):
        """Also within one batch."""
        delivery = timeline.delivery(PAID, {"id": ID})
        assert await timeline.record(delivery, delivery) == ["", ""]
        assert len(await timeline.entries()) == 1

    async def test_published_again(self, timeline):
        """The same id with the same words later in the stream is the same event."""
        await timeline.record(timeline.delivery(PAID, {"id": ID}))
        assert await timeline.record(timeline.delivery(PAID, {"id": ID.upper()})) == [""]
        assert len(await timeline.entries()) == 1

    async def test_the_sources_own_id(self, timeline):
        """A second message with a source's own id is the same event; another source's isn't."""
        first = {"id": str(uuid.uuid4()), "externalId": "17"}
        second = {"id": str(uuid.uuid4()), "externalId": "17", "actorName": "Ann"}
        other = timeline.delivery("audit.shop.acme.invoice.paid", {"externalId": "17"})
        mine = [timeline.delivery(PAID, body) for body in (first, second)]
        assert await timeline.record(*mine, other) == ["", "", ""]
        assert sorted(entry.source for entry in await timeline.entries()) == ["billing", "shop"]

    @pytest.mark.parametrize(
        ("subject", "body"),
        [
            ("audit.shop.acme.invoice.paid", {"id": ID}),
            ("audit.billing.globex.invoice.paid", {"id": ID}),
            (PAID, {"id": ID, "actorName": "Bob"}),
            (PAID, {"id": ID, "externalId": "17"}),
        ],
    )
    async def test_an_id_that_is_taken(self, timeline, subject, body):
        """Another event with an id that was used is not swallowed, but rejected, naming the id."""
        await timeline.record(timeline.delivery(PAID, {"id": ID}))
        (reason,) = await timeline.record(timeline.delivery(subject, body))
        assert ID in reason
        (kept,) = await timeline.entries()
        assert (kept.source, kept.tenant_slug, kept.actor_name) == ("billing", "acme", "")

    async def test_an_id_that_is_taken_within_the_batch(self, timeline):
        """Also within one batch, whatever stands beside it."""
        batch = [
            timeline.delivery(PAID, {"id": ID}),
            timeline.delivery("audit.shop.acme.invoice.paid", {"id": ID}),
            timeline.delivery(PAID),
        ]
        reasons = await timeline.record(*batch)
        assert [bool(reason) for reason in reasons] == [False, True, False]

    async def test_many_at_once(self, timeline):
        """A batch of several parts: each message is judged by itself, wherever it stands."""
        bodies = [
            b"junk" if place % 7 == 0 else {"id": ID} if place % 7 == 1 else {}
            for place in range(1200)
        ]
        reasons = await timeline.record(*(timeline.delivery(PAID, body) for body in bodies))
        assert [bool(reason) for reason in reasons] == [place % 7 == 0 for place in range(1200)]
        assert await timeline.database["entries"].count_documents({}) == 1 + sum(
            body == {} for body in bodies
        )

    async def test_odd_metadata(self, timeline):
        """What BSON and MongoDB have their own ideas of is kept as it is."""
        odd = {
            "$set": {"a.b": 1, "$where": "x"},
            "": {"": []},
            "_id": 7,
            "largest": 2**53 - 1,
            "smallest": -(2**53) + 1,
            "tiny": 5e-324,
            "huge": 1.7976931348623157e308,
            "time": "2026-11-23T10:00:00Z",
            "text": "\u0000\u0001\U0001f600\uffff",
            "list": [None, True, [], {}],
        }
        await timeline.record(timeline.delivery(PAID, {"metadata": odd}))
        (entry,) = await timeline.entries()
        assert entry.metadata == odd

    async def test_deep_metadata(self, timeline):
        """As deep as the contract allows is stored."""
        deep: dict = {}
        for _ in range(31):
            deep = {"a": deep}
        await timeline.record(timeline.delivery(PAID, {"metadata": deep}))
        assert (await timeline.entries())[0].metadata == deep

    async def test_ancient(self, timeline):
        """The first moment of the calendar is stored, and is the last of the list."""
        ancient = timeline.delivery(PAID, {"at": "0001-01-01T00:00:00Z"})
        await timeline.record(ancient, timeline.delivery(PAID))
        assert [entry.at.year for entry in await timeline.entries()] == [2026, 1]
