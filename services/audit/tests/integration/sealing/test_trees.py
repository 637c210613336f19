"""How trees are stored: all of a seal's at once, and none is ever set back."""

import asyncio

import pytest
from audit.trees.store import TreeStore


def trees(**sizes):
    return {name: {"size": size, "edge": [], "checkpoint": ""} for name, size in sizes.items()}


@pytest.fixture
def store(timeline):
    """The tables that the timeline has made."""
    del timeline
    return TreeStore()


async def sizes(store, *names):
    found = await store.trees_of_all(names)
    return {name: (row["size"], row["seal"]) for name, row in found.items()}


class TestSave:
    async def test_one_is_further(self, store):
        """Somebody else has grown one of them: it stays, the others are stored."""
        await store.save(trees(b=9), seal=3)
        await store.save(trees(a=1, b=2, c=3), seal=2)
        assert await sizes(store, "a", "b", "c") == {"a": (1, 2), "b": (9, 3), "c": (3, 2)}

    async def test_at_the_same_time(self, store):
        """Whoever comes last, the latest seal's are there in the end."""
        many = {f"t{number}": 0 for number in range(30)}
        await asyncio.gather(
            *(store.save(trees(**dict.fromkeys(many, seal)), seal=seal) for seal in (2, 4, 1, 3))
        )
        assert await sizes(store, *many) == dict.fromkeys(many, (4, 4))
