"""Looking groups up, but not for every event."""

import pytest
from ingest import UpstreamFailed
from ingest_authentik.groups import Groups


class Directory:
    """authentik's users and their groups."""

    def __init__(self):
        self.groups = {"57": ["acme"]}
        self.asked = []
        self.fails = False

    async def ask(self, user):
        self.asked.append(user)
        if self.fails:
            raise UpstreamFailed("unreachable", "authentik can't be reached")
        return self.groups.get(user, [])


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def directory():
    return Directory()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def groups(directory, clock):
    return Groups(directory.ask, clock=clock)


class TestGroups:
    async def test_remembered(self, groups, directory):
        """A user is asked for once; so is one who is in no group."""
        assert [await groups.of("57") for _ in range(3)] == [["acme"]] * 3
        assert [await groups.of("58") for _ in range(3)] == [[]] * 3
        assert directory.asked == ["57", "58"]

    async def test_forgotten(self, groups, directory, clock):
        """After five minutes the answer may have changed."""
        await groups.of("57")
        directory.groups["57"] = ["mueller"]
        clock.now += 299
        assert await groups.of("57") == ["acme"]
        clock.now += 2
        assert await groups.of("57") == ["mueller"]

    async def test_unreachable(self, groups, directory, clock):
        """While authentik doesn't answer nobody waits for it again and again."""
        directory.fails = True
        assert [await groups.of(str(user)) for user in range(50)] == [()] * 50
        assert directory.asked == ["0"]
        directory.fails = False
        clock.now += 31
        assert await groups.of("57") == ["acme"]

    async def test_stale_beats_none(self, groups, directory, clock):
        """What was known stays known until there is an answer again."""
        await groups.of("57")
        clock.now += 301
        directory.fails = True
        assert await groups.of("57") == ["acme"]
