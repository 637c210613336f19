"""The mirror of the directory: what it knows, and when it says that it doesn't know."""

import asyncio

import pytest
from bus import MemoryBroker, MemoryConnection, bootstrap
from chassis.directory import actor_key
from gateway.directory import Directory, DirectoryLoading, DirectoryStale

STALE_SECONDS = 60.0


class Time:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
async def lines():
    """The mirror's own connection, and everybody else's."""
    broker = MemoryBroker()
    mine, others = MemoryConnection(broker), MemoryConnection(broker)
    await bootstrap(others)
    return mine, others


@pytest.fixture
def register(lines, register_type):
    return register_type(lines[1])


@pytest.fixture
async def directory(lines, time):
    """A mirror that follows."""
    mirror = Directory(lines[0], stale_seconds=STALE_SECONDS, clock=time)
    following = asyncio.create_task(mirror.follow())
    yield mirror
    following.cancel()
    await asyncio.wait([following])


async def settled():
    """Let everything that is on its way arrive."""
    for _ in range(20):
        await asyncio.sleep(0)


class TestFind:
    async def test_nobody_is_known_before_it_is_read(self, lines, operator):
        """Without the directory anybody might be anybody: 503."""
        with pytest.raises(DirectoryLoading):
            Directory(lines[0], stale_seconds=1).actor(operator.name, "olga")

    async def test_person_is_found_by_issuer_and_subject(self, directory, register, operator):
        """What the tenant service wrote is what is known."""
        record = await register.put(operator, "olga", platform_admin=True)
        await settled()
        assert directory.actor(operator.name, "olga") == record

    async def test_same_subject_elsewhere_is_somebody_else(
        self, directory, register, operator, portal
    ):
        """Subjects belong to their issuer."""
        await register.put(operator, "olga")
        await settled()
        assert directory.actor(portal.name, "olga") is None

    async def test_change_counts_at_once(self, directory, register, operator):
        """A revocation needs no request, no cache to expire."""
        await register.put(operator, "olga", platform_admin=True)
        await settled()
        await register.put(operator, "olga", platform_admin=False, version=2)
        await settled()
        assert directory.actor(operator.name, "olga").platform_admin is False

    async def test_removed_person_is_unknown(self, directory, register, lines, operator):
        """A deletion is a change like any other."""
        await register.put(operator, "olga")
        await settled()
        await lines[1].key_value("directory").delete(actor_key(operator.name, "olga"))
        await settled()
        assert directory.actor(operator.name, "olga") is None

    async def test_unreadable_person_is_unknown(self, directory, register, lines, operator):
        """A broken value doesn't leave the rights of the one before in force."""
        await register.put(operator, "olga", platform_admin=True)
        await settled()
        bucket = lines[1].key_value("directory")
        await bucket.put(actor_key(operator.name, "olga"), b'{"id": 1}')
        await settled()
        assert directory.actor(operator.name, "olga") is None


class TestOutage:
    async def test_mirror_is_believed_for_a_while(self, directory, register, lines, time, operator):
        """A short outage locks nobody out."""
        await register.put(operator, "olga")
        await settled()
        lines[0].disconnect()
        time.now += STALE_SECONDS - 1
        await directory.prove()
        assert directory.actor(operator.name, "olga") is not None

    async def test_then_nobody_is_believed(self, directory, lines, time, operator):
        """Who can't hear of revocations must not act as if there were none: fail closed."""
        await settled()
        lines[0].disconnect()
        time.now += STALE_SECONDS + 1
        await directory.prove()
        with pytest.raises(DirectoryStale):
            directory.actor(operator.name, "olga")

    async def test_what_changed_meanwhile_is_known_afterwards(
        self, directory, register, lines, time, operator
    ):
        """After the outage the mirror is complete again."""
        await register.put(operator, "olga", platform_admin=True)
        await settled()
        lines[0].disconnect()
        time.now += STALE_SECONDS + 1
        await register.put(operator, "olga", platform_admin=False, version=2)
        lines[0].reconnect()
        await settled()
        await directory.prove()
        assert directory.actor(operator.name, "olga").platform_admin is False

    async def test_quiet_hours_are_no_outage(self, directory, time, operator):
        """While the server gives signs of life the mirror is as good as new."""
        await settled()
        time.now += 3600
        await directory.prove()
        assert directory.actor(operator.name, "olga") is None
