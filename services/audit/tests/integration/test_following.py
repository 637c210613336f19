"""The log read forward."""

import asyncio
import random

import pytest
from audit.following.log import Log
from audit.sealing.store import SealStore
from bus import Client, acting_as
from contracts.audit.v1 import (
    AwaitGrowthRequest,
    FollowEntriesRequest,
    FollowingServiceClient,
)
from contracts.faults import Malformed

PAID = "audit.billing.acme.invoice.paid"


@pytest.fixture
def follow(timeline):
    async def follow(**asked):
        client = FollowingServiceClient(Client(timeline.connection))
        return await client.follow_entries(FollowEntriesRequest(**asked))

    return follow


@pytest.fixture
def tell(timeline):
    """Record so many entries and seal them; of every third one the tenant is another."""

    async def tell(count, *, seals=1):
        for _ in range(seals):
            subjects = [
                PAID if number % 3 else PAID.replace("acme", "globex") for number in range(count)
            ]
            await timeline.record(*map(timeline.delivery, subjects))
            await timeline.sealed()

    return tell


async def all_of(follow, **asked):
    """Read on until there is no more; return the indexes."""
    indexes, after = [], asked.pop("after", -1)
    while True:
        reply = await follow(after=after, **asked)
        indexes += [int(one.index) for one in reply.items]
        assert reply.next_after >= after
        after = reply.next_after
        if not reply.has_more:
            return indexes


class TestFollowEntries:
    @pytest.mark.parametrize("limit", [1, 7, 500])
    async def test_everything_once(self, follow, tell, limit):
        """From the beginning: every index once, in order, whatever the size of an answer."""
        await tell(9, seals=3)
        assert await all_of(follow, limit=limit) == list(range(27))

    async def test_from_any_place(self, follow, tell):
        """Behind any index, within a seal or at its end, what follows follows."""
        await tell(5, seals=3)
        for after in range(-1, 15):
            assert await all_of(follow, after=after, limit=4) == list(range(after + 1, 15))

    async def test_nothing_yet(self, follow):
        """The log that has nothing begins at once."""
        reply = await follow()
        assert (reply.items, reply.next_after, reply.has_more) == ([], -1, False)
        assert (await follow(after=-1)).next_after == -1

    async def test_from_now_on(self, follow, tell):
        """Who doesn't say where gets what is new only."""
        await tell(4)
        reply = await follow()
        assert (reply.items, reply.next_after) == ([], 3)
        await tell(2)
        assert await all_of(follow, after=reply.next_after) == [4, 5]

    async def test_filtered(self, follow, tell):
        """What isn't asked for is passed over, and its place with it."""
        await tell(9, seals=2)
        globex = [index for index in range(18) if index % 9 % 3 == 0]
        for limit in (1, 500):
            assert await all_of(follow, q="tenant:globex", limit=limit) == globex
        reply = await follow(after=-1, q="tenant:nobody")
        assert (reply.items, reply.next_after) == ([], 17)

    async def test_own(self, follow, tell, member_of):
        """A tenant's admin follows the tenant's own, without a gap in the counting."""
        await tell(6)
        with acting_as(member_of(globex="owner")):
            reply = await follow(after=-1)
        assert [one.tenant_slug for one in reply.items] == ["globex"] * 2
        assert reply.next_after == 5

    async def test_waits(self, follow, tell):
        """An answer comes as soon as there is something, without asking again."""
        await tell(1)
        waiting = asyncio.create_task(follow(after=0, wait_seconds=5))
        await asyncio.sleep(0)
        await tell(1)
        reply = await waiting
        assert [one.index for one in reply.items] == [1]

    async def test_waits_in_vain(self, follow, tell):
        """Or when the time is over; what isn't asked for ends no waiting."""
        await tell(1)
        waiting = asyncio.create_task(follow(after=0, wait_seconds=0.5, q="tenant:nobody"))
        await tell(1)
        reply = await waiting
        assert (reply.items, reply.next_after) == ([], 1)

    async def test_readable(self, follow, timeline):
        """Personal fields are readable, and each has its index."""
        await timeline.record(timeline.delivery(PAID, {"actorEmail": "ann@acme.example"}))
        await timeline.sealed()
        (entry,) = (await follow(after=-1)).items
        assert (entry.actor_email, entry.index) == ("ann@acme.example", 0)

    async def test_beyond(self, follow, tell):
        """A place that the log hasn't come to is refused: to wait there would miss entries."""
        with pytest.raises(Malformed) as refused:
            await follow(after=0)
        assert refused.value.reason == "beyond_the_log"
        await tell(2)
        assert (await follow(after=1)).items == []
        with pytest.raises(Malformed) as refused:
            await follow(after=2)
        assert refused.value.errors[0].field == "after"


class TestAwaitGrowth:
    async def test_until_there_is_more(self, timeline, tell):
        """One question waits for whatever comes; without a wait it is answered at once."""
        client = FollowingServiceClient(Client(timeline.connection))
        assert (await client.await_growth(AwaitGrowthRequest())).last == -1
        await tell(2)
        assert (await client.await_growth(AwaitGrowthRequest(after=0, wait_seconds=5))).last == 1
        waiting = asyncio.create_task(
            client.await_growth(AwaitGrowthRequest(after=1, wait_seconds=5))
        )
        await tell(1)
        assert (await waiting).last == 2


class TestLog:
    async def test_found(self, tell):
        """By bisection: for every index the seal before it, however many seals there are."""
        chance = random.Random(3)
        ends = []
        for _ in range(9):
            count = chance.choice([1, 2, 5])
            await tell(count)
            ends.append(count + (ends[-1] if ends else 0))
        store = SealStore()
        seals = await store.next_of_all(0, limit=100)
        for index in range(ends[-1] + 2):
            wanted = max([seal.number for seal in seals if seal.end <= index], default=0)
            assert await Log(store).before(index) == wanted
        for seal in seals:
            earlier = [one.number for one in seals if one.at < seal.at]
            assert await Log(store).before_time(seal.at) == max(earlier, default=0)
        assert await Log(store).end() == (seals[-1].number, ends[-1])
