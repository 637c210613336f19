"""Records in the directory: the newest wins, whoever comes last."""

import asyncio
import itertools
import json

import pytest
from bus import KeyValue, MemoryConnection, bootstrap
from chassis.directory import BUCKET, actor_key, put_newer, tenant_key
from hypothesis import given, settings
from hypothesis import strategies as st

AGES = st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 6))


class Hesitant:
    """A line on which others get their turn before each step is taken."""

    def __init__(self, broker, turns):
        self._connection = MemoryConnection(broker)
        self._turns = turns

    def key_value(self, bucket):
        """Return a bucket that is as slow."""
        real, turns = self._connection.key_value(bucket), self._turns

        class Slow:
            def __getattr__(self, name):
                async def step(*given, **named):
                    for _ in range(next(turns)):
                        await asyncio.sleep(0)
                    return await getattr(real, name)(*given, **named)

                return step

        return Slow()


def record(identity="a", version=1, **other) -> str:
    return json.dumps({"id": identity, "version": version, **other})


@pytest.fixture
def bucket(memory_bus) -> KeyValue:
    return memory_bus.key_value(BUCKET)


@pytest.fixture
def put(memory_bus):
    async def putting(payload, **options):
        return await put_newer(memory_bus, key="tenant.acme", payload=payload, **options)

    return putting


async def held_version(bucket) -> int:
    return json.loads((await bucket.get("tenant.acme")).value)["version"]


class TestKeys:
    def test_a_tenants_key_is_its_slug(self):
        """Slugs are public."""
        assert tenant_key("acme") == "tenant.acme"

    def test_a_persons_key_tells_nothing(self):
        """It names a person, so it is hashed; the same on every machine."""
        digest = "90e8a10eb7b3a6e7f5ac2d1a1e2e2c6a"
        key = actor_key("https://issuer", "anna")
        assert (len(key), "anna" in key, digest in key) == (len("actor.") + 64, False, False)

    def test_issuer_and_subject_make_the_key(self):
        """Two issuers' subjects of the same name are two people."""
        assert actor_key("https://one", "anna") != actor_key("https://two", "anna")


class TestPutNewer:
    async def test_the_first_is_stored(self, put, bucket):
        """There is nothing it could be older than."""
        assert await put(record(version=3))
        assert await held_version(bucket) == 3

    async def test_a_newer_one_replaces(self, put, bucket):
        """Versions grow with every change."""
        await put(record(version=3))
        assert await put(record(version=4))
        assert await held_version(bucket) == 4

    async def test_an_older_one_is_left_out(self, put, bucket):
        """It comes from a relay that was slow."""
        await put(record(version=3))
        assert not await put(record(version=2))
        assert await held_version(bucket) == 3

    async def test_the_same_version_is_left_alone(self, put, bucket):
        """Published twice: watchers hear of it once."""
        await put(record(version=3))
        before = await bucket.get("tenant.acme")
        assert not await put(record(version=3, name="from older code"))
        assert await bucket.get("tenant.acme") == before

    async def test_a_different_one_of_the_same_version_can_replace(self, put, bucket):
        """Newer code writes a field that older code didn't."""
        await put(record(version=3))
        assert await put(record(version=3, plan="starter"), over="different")
        assert b"starter" in (await bucket.get("tenant.acme")).value

    async def test_the_same_value_is_never_put_again(self, put):
        """A rebuild of what is there writes nothing."""
        await put(record(version=3))
        assert not await put(record(version=3), over="different")

    async def test_a_deleted_key_is_free(self, put, bucket):
        """What was deleted is older than everything."""
        await put(record(version=3))
        await bucket.delete("tenant.acme")
        assert await put(record(version=1))

    async def test_a_successor_begins_again(self, put):
        """A purged tenant's slug goes to a younger document, whose version is 1."""
        await put(record("018f0000-0000-7000-8000-000000000000", version=9))
        assert await put(record("018f0000-0001-7000-8000-000000000000", version=1))

    @pytest.mark.parametrize("value", [b"", b"nonsense", b"[]", b'{"version": "9"}', b"\xff"])
    async def test_an_unreadable_value_is_replaced(self, put, bucket, value):
        """Somebody else's mistake doesn't hold the record up for ever."""
        await bucket.put("tenant.acme", value)
        assert await put(record(version=1))

    @pytest.mark.parametrize("payload", ["nonsense", "[]", "{}", '{"version": null}'])
    async def test_what_is_no_record_is_refused(self, put, payload):
        """Without a version nobody could tell what is newer."""
        with pytest.raises(ValueError, match=r"version|Expecting value"):
            await put(payload)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(AGES, min_size=1, max_size=8), st.lists(st.integers(0, 5), min_size=3))
    async def test_concurrent_writers_leave_the_newest(self, ages, turns):
        """Whatever the order and whoever is slow; and no watcher sees an older one follow."""
        first = MemoryConnection()
        await bootstrap(first)
        line = Hesitant(first.broker, itertools.cycle(turns))
        seen = []
        watch = await first.key_value(BUCKET).watch(lambda entry: entry and seen.append(entry))
        await asyncio.gather(*(put_newer(line, key="k", payload=record(*age)) for age in ages))
        held = json.loads((await first.key_value(BUCKET).get("k")).value)
        await watch.stop()
        order = [(one["id"], one["version"]) for one in (json.loads(e.value) for e in seen)]
        assert (held["id"], held["version"]) == max(ages)
        assert order == sorted(set(order))
