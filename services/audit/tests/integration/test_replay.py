"""Replaying dead letters."""

import asyncio

import pytest
from bus import acting_as, answering
from contracts.audit.v1 import Publication, ReplayDeadLetterRequest
from contracts.faults import Conflict

PAID = "audit.billing.acme.invoice.paid"


async def replay(timeline, identity, **said):
    request = ReplayDeadLetterRequest(id=identity, **said)
    return (await timeline.dead_letters.replay_dead_letter(request)).dead_letter


class TestReplayDeadLetter:
    async def test_repaired(self, timeline):
        """The repaired body goes to the subject that it came from."""
        replayed = await replay(timeline, await timeline.bury(PAID), body='{"outcome": "success"}')
        published = (await timeline.published())[0]
        assert (published.subject, published.payload) == (PAID, b'{"outcome": "success"}')
        assert replayed.replayed_at is not None

    async def test_as_it_was(self, timeline):
        """Without repair the original goes."""
        await replay(timeline, await timeline.bury(PAID, b'{"actorName": "Ann"}'))
        assert (await timeline.published())[0].payload == b'{"actorName": "Ann"}'

    async def test_as_it_was_and_large(self, timeline):
        """The whole body goes, however little of it is shown."""
        await replay(timeline, await timeline.bury(PAID, b"x" * 100_000))
        assert len((await timeline.published())[0].payload) == 100_000

    async def test_headers(self, timeline):
        """Its headers go with it, but for what the stream or a trace would act upon."""
        headers = {
            "X-Shop": "17",
            "Nats-Msg-Id": "old",
            "nats-expected-stream": "OTHER",
            "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        }
        await replay(timeline, await timeline.bury(PAID, headers=headers), body="{}")
        published = (await timeline.published())[0].headers
        assert published["X-Shop"] == "17"
        assert published["Nats-Msg-Id"] != "old"
        assert "nats-expected-stream" not in published
        assert "4bf92f35" not in published.get("traceparent", "")

    async def test_events(self, timeline):
        """A domain event can be replayed too."""
        letter = await timeline.bury("event.tenant.acme.created", b"{}", stream="EVENTS")
        await replay(timeline, letter)
        (published,) = await timeline.published("EVENTS")
        assert published.subject == "event.tenant.acme.created"

    async def test_entry(self, timeline, operator):
        """One entry says who replayed which, why it was dead, and whether it was repaired."""
        letter = await timeline.bury(PAID)
        with acting_as(operator):
            await replay(timeline, letter, body="{}")
        (_, delivery) = await timeline.published()
        entry = Publication.parse(delivery.payload)
        assert (entry.action, entry.actor_email) == (
            "dead_letter.replayed",
            "operator@dezky.localhost",
        )
        assert (entry.resource_id, entry.resource_name) == (letter, PAID)
        assert entry.metadata == {"reason": "not JSON", "repaired": True}

    async def test_published_again(self, timeline):
        """A service that was killed before it noted the publication repeats it: one entry."""
        await replay(timeline, await timeline.bury(PAID), body="{}")
        (first, *_) = await timeline.published()
        again = timeline.delivery(PAID)
        again.headers = first.headers
        assert await timeline.record(first, again) == ["", ""]
        assert len(await timeline.entries(action="invoice.paid")) == 1

    async def test_states(self, timeline):
        """What was replayed waits no more."""
        waiting, replayed = await timeline.bury(PAID), await timeline.bury(PAID)
        await replay(timeline, replayed)
        assert [one.id for one in await timeline.letters(state="waiting")] == [waiting]
        assert [one.id for one in await timeline.letters(state="replayed")] == [replayed]
        assert len(await timeline.letters()) == 2

    async def test_twice(self, timeline):
        """A dead letter is replayed once."""
        letter = await timeline.bury(PAID)
        await replay(timeline, letter, body="{}")
        with pytest.raises(Conflict) as refused:
            await replay(timeline, letter, body="{}")
        assert refused.value.reason == "already_replayed"
        assert len(await timeline.published()) == 2

    async def test_at_once(self, timeline):
        """Of many who replay one at once, one does."""
        letter = await timeline.bury(PAID)
        tries = await asyncio.gather(
            *(replay(timeline, letter, body="{}") for _ in range(8)), return_exceptions=True
        )
        assert sum(isinstance(one, Conflict) for one in tries) == 7
        assert [one.subject for one in await timeline.published()].count(PAID) == 1

    async def test_the_same_key_again(self, timeline):
        """With the same Idempotency-Key the first answer comes again."""
        letter = await timeline.bury(PAID)
        with answering("", idempotency_key="key-1"):
            assert await replay(timeline, letter, body="{}") == await replay(
                timeline, letter, body="{}"
            )

    async def test_delivered_again(self, timeline):
        """A dead letter that comes again after its replay is not waiting again."""
        identity = "0199f3a0-0000-7000-8000-00000000000a"
        await timeline.bury(PAID, id=identity)
        await replay(timeline, identity.upper())
        await timeline.bury(PAID, id=identity)
        assert await timeline.letters(state="waiting") == []
