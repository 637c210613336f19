"""One prober at a time."""

from datetime import UTC, datetime, timedelta

import pytest_asyncio
from health.leases.documents import LeaseDocument
from health.leases.keeper import SHARDS, Keeper
from health.leases.store import LeaseStore

NAMES = [f"target-{number}" for number in range(300)]


class Time:
    """A clock that the test moves."""

    def __init__(self):
        self.seconds = 0.0

    def now(self):
        return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self):
        return self.seconds


@pytest_asyncio.fixture
async def keepers(prepare):
    await prepare([LeaseDocument])
    time = Time()

    def make(name):
        return Keeper(LeaseStore(), name, clock=time.now, monotonic=time.monotonic)

    return make, time


def owners(*keepers):
    return [sum(keeper.owns(name) for keeper in keepers) for name in NAMES]


class TestKeeper:
    async def test_alone(self, keepers):
        """One instance probes everything."""
        make, _ = keepers
        only = make("a")
        await only.turn()
        assert owners(only) == [1] * 300

    async def test_share(self, keepers):
        """A second instance gets its half; no target ever has two probers."""
        make, _ = keepers
        first, second = make("a"), make("b")
        for _ in range(3):
            for one in (first, second):
                await one.turn()
                assert max(owners(first, second)) == 1
        assert owners(first, second) == [1] * 300
        assert len(first._shards) == SHARDS / 2

    async def test_taken_over(self, keepers):
        """What a killed instance probed is taken over within five seconds, and not before."""
        make, time = keepers
        first, second = make("a"), make("b")
        for one in (first, second, first, second):
            await one.turn()
        for _ in range(5):
            time.seconds += 1
            await second.turn()
            assert max(owners(first, second)) == 1
        assert owners(second) == [1] * 300

    async def test_cut_off(self, keepers):
        """An instance that can't renew stops believing by itself."""
        make, time = keepers
        only = make("a")
        await only.turn()
        time.seconds += 4
        assert owners(only) == [0] * 300
