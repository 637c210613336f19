"""Many entries in one message."""

import json
import uuid

from chassis.bulk import bulk
from contracts.audit.v1 import Publication, ReplayDeadLetterRequest

ACME = "audit.shop.acme.bulk"


def many(timeline, *entries, subject=ACME):
    return timeline.delivery(subject, {"entries": list(entries)})


async def buried(timeline):
    """Hand what was buried to the dead letters' consumer; return what the list shows."""
    for dead in await timeline.published("DEAD"):
        letter = timeline.delivery(dead.subject, dead.payload)
        await timeline.collect(letter)
    return await timeline.letters()


class TestRecord:
    async def test_as_if_alone(self, timeline):
        """Each is an entry as it would have been alone."""
        body = {"actorName": "Ann", "metadata": {"amount": 17}, "outcome": "failure"}
        await timeline.record(
            many(timeline, {**body, "action": "cart.paid"}),
            timeline.delivery("audit.shop.acme.cart.paid", body),
        )
        one, other = [entry.dump() for entry in await timeline.entries()]
        apart = {name for name in one if one[name] != other[name]}
        assert apart == {"id", "sequence"}

    async def test_ours(self, timeline):
        """What `chassis.bulk` makes of 1,203 entries of three tenants is stored, once each."""
        told = [
            Publication(action="cart.paid", tenant_slug=["acme", "globex", ""][number % 3], id=None)
            for number in range(1203)
        ]
        messages = bulk("shop", told)
        assert [message.subject for message in messages] == ["audit.shop.-.bulk"] * 3
        deliveries = [timeline.delivery(one.subject, one.payload) for one in messages]
        assert await timeline.record(*deliveries, deliveries[0]) == [""] * 4
        stored = await timeline.database["entries"].distinct("_id")
        assert len(stored) == 1203
        assert await timeline.database["entries"].count_documents({"tenantSlug": "acme"}) == 401

    async def test_delivered_again(self, timeline):
        """Entries without ids are known by their place in the stream and in the message."""
        delivery = many(timeline, *[{"action": "cart.paid"}] * 3)
        await timeline.record(delivery)
        await timeline.record(delivery)
        assert len(await timeline.entries()) == 3

    async def test_the_malformed_alone(self, timeline):
        """Of five the two malformed become dead letters of their own, also if delivered twice."""
        good = {"action": "cart.paid"}
        delivery = many(
            timeline, good, {**good, "outcome": "ok"}, good, {**good, "tenantSlug": "x"}, good
        )
        for _ in range(2):
            assert await timeline.record(delivery) == [""]
        assert len(await timeline.entries()) == 3
        letters = await buried(timeline)
        assert sorted(letter.reason.split(":")[0] for letter in letters) == [
            "outcome",
            "tenantSlug",
        ]

    async def test_repaired(self, timeline):
        """A part is replayed alone: what was stored beside it isn't touched."""
        await timeline.record(
            many(timeline, {"action": "cart.paid"}, {"action": "cart.sent", "outcome": 7})
        )
        (letter,) = await buried(timeline)
        repaired = json.loads(letter.body)
        repaired["entries"][0]["outcome"] = "failure"
        again = ReplayDeadLetterRequest(id=letter.id, body=json.dumps(repaired))
        await timeline.dead_letters.replay_dead_letter(again)
        replayed = [one for one in await timeline.published() if one.subject == ACME]
        await timeline.record(*[timeline.delivery(one.subject, one.payload) for one in replayed])
        found = {entry.action: entry.outcome for entry in await timeline.entries()}
        assert found == {"cart.paid": "success", "cart.sent": "failure"}

    async def test_an_id_that_is_taken(self, timeline):
        """The second of two events with one id is the dead letter, the rest is stored."""
        identity = str(uuid.uuid4())
        entries = [{"action": action, "id": identity} for action in ("cart.paid", "cart.sent")]
        await timeline.record(many(timeline, *entries, {"action": "cart.paid"}))
        (letter,) = await buried(timeline)
        assert identity in letter.reason
        assert len(await timeline.entries()) == 2

    async def test_a_tenant_of_another(self, timeline):
        """Who may only speak for acme can't tell of another's tenant in the body."""
        await timeline.record(many(timeline, {"action": "cart.paid", "tenantSlug": "globex"}))
        assert await timeline.entries() == []
        (letter,) = await buried(timeline)
        assert "'globex'" in letter.reason

    async def test_too_large_among_others(self, timeline):
        """Over 64 kB one becomes a dead letter, not the message."""
        large = {"action": "cart.paid", "metadata": {"x": "a" * 70_000}}
        await timeline.record(many(timeline, {"action": "cart.paid"}, large))
        assert len(await timeline.entries()) == 1
        (letter,) = await buried(timeline)
        assert "at most 65536" in letter.reason
