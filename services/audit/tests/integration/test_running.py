"""The whole service at work over a real bus."""

import asyncio
import json
import uuid

import pytest
from contracts.audit.v1 import ReplayDeadLetterRequest
from devstack.waiting import eventually

PAID = "audit.billing.acme.invoice.paid"


@pytest.fixture
async def running(compose_over, bus):
    timeline = await compose_over(bus)
    stopping = asyncio.Event()
    work = asyncio.create_task(timeline.chassis.run(stopping))
    yield timeline
    stopping.set()
    await work


async def entries(timeline, count, **asked):
    """Wait for so many entries."""
    return await eventually(
        lambda: listed(timeline, **asked), until=lambda seen: len(seen) >= count
    )


async def listed(timeline, **asked):
    return await timeline.database["entries"].find(asked).to_list()


async def letters(timeline, count):
    """Wait for so many dead letters."""

    async def waiting():
        return await timeline.database["dead_letters"].find({"state": "waiting"}).to_list()

    return await eventually(waiting, until=lambda seen: len(seen) >= count)


class TestRunning:
    async def test_third_party(self, running):
        """Plain JSON on a subject of its own is all that a third party needs."""
        await running.connection.append(PAID, b'{"externalId": "17"}')
        (entry,) = await entries(running, 1)
        assert (entry["source"], entry["tenantSlug"], entry["event"]) == (
            "billing",
            "acme",
            "billing:acme:17",
        )

    async def test_many(self, running):
        """Of a thousand messages, every tenth malformed, each is in one place, once."""
        bodies = [b"junk" if number % 10 == 0 else b"{}" for number in range(1000)]
        await asyncio.gather(*(running.connection.append(PAID, body) for body in bodies))
        assert len(await letters(running, 100)) == 100
        assert len(await entries(running, 900)) == 900

    async def test_an_acknowledgement(self, running):
        """What a stream answers, sent on to it by whatever trick, is no entry."""
        answer = {"stream": "AUDIT", "seq": 17, "duplicate": False}
        await running.connection.append(PAID, json.dumps(answer).encode())
        (letter,) = await letters(running, 1)
        assert "stream: Extra inputs" in letter["reason"]

    async def test_an_id_that_is_taken(self, running):
        """An event whose id another source has used is kept, as a dead letter."""
        identity = str(uuid.uuid4())
        for source in ("billing", "shop"):
            body = json.dumps({"id": identity}).encode()
            await running.connection.append(f"audit.{source}.acme.invoice.paid", body)
        (letter,) = await letters(running, 1)
        assert letter["subject"].startswith("audit.shop.")
        assert identity in letter["reason"]

    async def test_repaired(self, running):
        """What was malformed is repaired, replayed, and stands on the timeline with the replay."""
        await running.connection.append(PAID, b'{"outcome": 7}')
        (letter,) = await letters(running, 1)
        assert "outcome" in letter["reason"]
        again = ReplayDeadLetterRequest(id=letter["_id"], body='{"outcome": "failure"}')
        await running.dead_letters.replay_dead_letter(again)
        found = await entries(running, 2)
        assert sorted(entry["action"] for entry in found) == [
            "dead_letter.replayed",
            "invoice.paid",
        ]
        assert len(await letters(running, 0)) == 0

    async def test_repaired_in_vain(self, running):
        """What is still malformed is a new dead letter."""
        await running.connection.append(PAID, b"junk")
        (letter,) = await letters(running, 1)
        again = ReplayDeadLetterRequest(id=letter["_id"], body="rubbish")
        await running.dead_letters.replay_dead_letter(again)
        await eventually(
            lambda: letters(running, 1), until=lambda seen: seen[0]["body"] == "rubbish"
        )

    async def test_no_dead_letter(self, running):
        """Rubbish on the DEAD stream becomes a dead letter itself, once."""
        await running.connection.append("dead.AUDIT.audit", b"rubbish")
        (letter,) = await letters(running, 1)
        assert (letter["stream"], letter["body"]) == ("DEAD", "rubbish")
