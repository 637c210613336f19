"""Look-ups that are gathered while one is under way."""

import asyncio
import random

import pytest
from bus import deadline
from chassis.faults import DatabaseTooLate
from chassis.gathering import Gathered


class Table:
    """Rows by key; a look-up reads them as it begins, and ends when it is let."""

    def __init__(self):
        self.rows, self.looks = {}, []
        self.gate = asyncio.Event()

    async def look_up(self, keys):
        self.looks.append(sorted(keys))
        seen = {key: self.rows[key] for key in keys if key in self.rows}
        await self.gate.wait()
        return seen


@pytest.fixture
def table():
    return Table()


async def started(awaitable):
    task = asyncio.ensure_future(awaitable)
    for _ in range(3):
        await asyncio.sleep(0)
    return task


class TestGathered:
    async def test_alone(self, table):
        """Who asks alone is looked up at once; what isn't there is None."""
        table.rows["a"] = 1
        table.gate.set()
        gathered = Gathered(table.look_up)
        assert [await gathered.get("a"), await gathered.get("b")] == [1, None]
        assert table.looks == [["a"], ["b"]]

    async def test_together(self, table):
        """Those who ask meanwhile share the next look-up, each key once."""
        table.rows |= {"a": 1, "b": 2}
        gathered = Gathered(table.look_up)
        first = await started(gathered.get("a"))
        others = [await started(gathered.get(key)) for key in ("a", "b", "b", "c")]
        table.gate.set()
        assert await asyncio.gather(first, *others) == [1, 1, 2, 2, None]
        assert table.looks == [["a"], ["a", "b", "c"]]

    async def test_failure(self, table):
        """Each who asked hears of it; who asks afterwards is looked up anew."""
        failing = [True]

        async def look_up(keys):
            seen = await table.look_up(keys)
            if failing:
                raise ValueError
            return seen

        gathered = Gathered(look_up)
        asked = [await started(gathered.get(key)) for key in ("a", "b", "c")]
        table.gate.set()
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(answer) for answer in answers] == [ValueError] * 3
        failing.clear()
        table.rows["a"] = 1
        assert await gathered.get("a") == 1

    async def test_who_goes_away(self, table):
        """A request that was given up doesn't take the answer from the others."""
        table.rows["a"] = 1
        gathered = Gathered(table.look_up)
        gone, stays = [await started(gathered.get("a")) for _ in range(2)]
        gone.cancel()
        table.gate.set()
        assert await stays == 1

    async def test_out_of_time(self, table):
        """Who has no time left stops waiting, and says so."""
        gathered = Gathered(table.look_up)
        with deadline.within(0.01), pytest.raises(DatabaseTooLate):
            await gathered.get("a")
        table.gate.set()

    @pytest.mark.parametrize("seed", range(20))
    async def test_own_writes(self, table, seed):
        """However they interleave, nobody gets less than was there when they asked."""
        dice, keys = random.Random(seed), "abc"
        table.rows = dict.fromkeys(keys, 0)
        gathered = Gathered(table.look_up)

        async def asking(key):
            least = table.rows[key]
            assert await gathered.get(key) >= least

        asked = []
        for _ in range(200):
            key = dice.choice(keys)
            match dice.randrange(4):
                case 0:
                    table.rows[key] += 1
                case 1:
                    table.gate.set()
                case 2:
                    table.gate.clear()
                case _:
                    asked.append(asyncio.ensure_future(asking(key)))
            await asyncio.sleep(0)
        table.gate.set()
        await asyncio.gather(*asked)
        assert len(table.looks) < len(asked)
