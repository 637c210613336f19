"""When disk is given back."""

import pytest
from audit.retention.compacting import Compacting


class Database:
    """Archives as it is told to; counts how often it was asked to compact."""

    def __init__(self, *archived, refusal=""):
        self._archived = list(archived)
        self._refusal = refusal
        self.compacted = 0

    async def sweep(self):
        return self._archived.pop(0) if self._archived else 0

    async def compact(self):
        self.compacted += 1
        return self._refusal


@pytest.fixture
def swept():
    """Give what sweeps so often and tells how often the database compacted."""

    async def swept(database, *, times, is_wanted=True):
        chore = Compacting(database.sweep, database.compact, is_wanted=is_wanted, much=10)
        done = [await chore.sweep() for _ in range(times)]
        return done, database.compacted

    return swept


class TestCompacting:
    async def test_after_a_round(self, swept):
        """Once, when nothing more is to be archived."""
        assert await swept(Database(5, 5, 3), times=3) == ([5, 5, 3], 0)
        assert await swept(Database(5, 5, 3), times=6) == ([5, 5, 3, 0, 0, 0], 1)

    async def test_little(self, swept):
        """A few entries aren't worth it; those of several rounds are."""
        assert await swept(Database(9), times=4) == ([9, 0, 0, 0], 0)
        assert await swept(Database(9, 0, 9), times=5) == ([9, 0, 9, 0, 0], 1)

    async def test_refused(self, swept):
        """A database that can't isn't asked again, and retention goes on."""
        database = Database(20, 0, 20, refusal="command_not_found")
        assert await swept(database, times=5) == ([20, 0, 20, 0, 0], 1)

    async def test_unwanted(self, swept):
        """Switched off, it never does."""
        assert await swept(Database(20), times=3, is_wanted=False) == ([20, 0, 0], 0)
