"""When targets are probed."""

import asyncio

from health.results.board import Board
from health.scheduler import Lateness, Scheduler
from health.targets.rules import Definition


def definition(name, **about):
    return Definition(id=name, name=name, kind="tcp", address="x:1", interval_seconds=5, **about)


class Probing:
    """Counts probes; one target may hang."""

    def __init__(self, hanging=""):
        self.seen = []
        self._hanging = hanging

    async def __call__(self, target):
        self.seen.append(target.id)
        if target.id == self._hanging:
            await asyncio.Event().wait()


async def turns(scheduler, *moments):
    for moment in moments:
        scheduler._turn(moment)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


def board(*targets):
    held = Board()
    held.define({one.id: one for one in targets})
    return held


class TestTurn:
    async def test_fixed_rate(self):
        """One probe for each interval, however often the clock is looked at."""
        probing = Probing()
        scheduler = Scheduler(board(definition("a")), probing, lambda _: True)
        await turns(scheduler, 100, 101, 102, 104, 106, 106.5)
        assert probing.seen == ["a", "a"]

    async def test_hanging(self):
        """A probe that hangs holds up neither others nor runs twice."""
        probing = Probing(hanging="a")
        scheduler = Scheduler(board(definition("a"), definition("b")), probing, lambda _: True)
        await turns(scheduler, 100, 101, 106, 111)
        assert (probing.seen.count("a"), probing.seen.count("b")) == (1, 3)

    async def test_not_ours(self):
        """What another instance holds isn't probed, until it is ours."""
        probing, ours = Probing(), set()
        scheduler = Scheduler(board(definition("a")), probing, ours.__contains__)
        await turns(scheduler, 100, 101, 106)
        assert probing.seen == []
        ours.add("a")
        await turns(scheduler, 111)
        assert probing.seen == ["a"]

    async def test_changed_and_removed(self):
        """A changed target goes on as changed, a removed or planned one not at all."""
        held, probing = board(definition("a"), definition("b")), Probing()
        scheduler = Scheduler(held, probing, lambda _: True)
        await turns(scheduler, 100, 101)
        held.define({"a": definition("a", planned=True)})
        await turns(scheduler, 106, 111)
        assert sorted(probing.seen) == ["a", "b"]

    async def test_pause(self):
        """What a paused process has missed isn't made up for."""
        probing = Probing()
        scheduler = Scheduler(board(definition("a")), probing, lambda _: True)
        await turns(scheduler, 100, 101, 500, 500.1, 505.2)
        assert probing.seen == ["a"] * 3


class TestLateness:
    def test_percentile(self):
        """99 of 100 stayed within."""
        lateness = Lateness()
        for milliseconds in range(100):
            lateness.add(milliseconds / 1000)
        assert lateness.percentile_ms(0.99) == 98
