"""Which of many entries are sealed already, asked at once."""

import random

import pytest
from audit.sealing.leaf import Leaf
from audit.sealing.seal import beginning
from audit.sealing.store import SealStore
from chassis import now


def leaf(number, place):
    return Leaf(f"{number:04}", place, "acme" if number % 3 else "", b"%d" % number)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_came_in_whichever_order(timeline, seed):
    """Fences, late ones, many of one message, never sealed, never told: each is known."""
    assert timeline.database is not None
    dice, store, last = random.Random(seed), SealStore(), beginning(now())
    # A third of the places tell of several entries.
    places = {number: number // dice.choice([1, 1, 3]) + 1 for number in range(300)}
    waiting = [leaf(number, place) for number, place in places.items()]
    sealed, told = set(), {one.identity: one.sequence for one in waiting}
    while len(waiting) > 60:
        batch = dice.sample(waiting[:80], dice.randrange(1, 40))
        batch.sort(key=lambda one: (one.sequence, one.identity))
        waiting = [one for one in waiting if one not in batch]
        sizes = dict.fromkeys({one.tenant for one in batch} - {""}, 0)
        last = last.following(batch, epoch=1, at=now(), sizes=sizes)
        assert await store.add(last)
        sealed |= {one.identity for one in batch}
        if dice.random() < 0.3:
            last = last.fence(epoch=1, at=now())
            assert await store.add(last)
    assert len([one for one in waiting if one.sequence <= last.sequence]) > 10
    assert await store.sealed_of_all(told | {"stranger": 7, "later": 10_000}) == sealed
    few = dict(dice.sample(sorted(told.items()), 20))
    assert await store.sealed_of_all(few) == sealed & few.keys()
    assert await store.sealed_of_all({}) == set()
